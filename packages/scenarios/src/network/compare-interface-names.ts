// The order in which FRR keeps interfaces: by the letters of the name, then by the number behind them. FRR: lib/if.c, if_cmp_name_func, 8.4.

/** eth2 comes before eth10, and both before lo. */
export function compareInterfaceNames(left: string, right: string): number {
  const [leftLetters, leftNumber] = splitName(left);
  const [rightLetters, rightNumber] = splitName(right);
  if (leftLetters !== rightLetters) return leftLetters < rightLetters ? -1 : 1;
  return leftNumber - rightNumber;
}

function splitName(name: string): readonly [string, number] {
  const digits = /\d*$/.exec(name)![0];
  return [name.slice(0, name.length - digits.length), digits === '' ? -1 : Number(digits)];
}
