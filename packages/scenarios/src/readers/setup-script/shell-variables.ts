// `$NAME` and `${NAME}` in a word of a shell script.

/** What has no value stays as it is written. */
export function withVariables(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (written: string, braced: string | undefined, bare: string | undefined) =>
      variables.get(braced ?? bare ?? '') ?? written,
  );
}
