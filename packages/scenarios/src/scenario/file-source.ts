// Where files come from: a disc, a bundle or a map in memory. Paths use `/`.

export interface FileSource {
  /** The text, or undefined when there is no such file. */
  read(path: string): string | undefined;
  /** Names directly inside a directory, in any order. */
  list?(directory: string): readonly string[];
}
