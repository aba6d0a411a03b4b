// Times that the kernel hands out in hundredths of a second, as iproute2 prints them (`%g`).

export function clockTime(nanoseconds: number): string {
  return String(Number((Math.floor(nanoseconds / 1e7) / 100).toPrecision(6)));
}
