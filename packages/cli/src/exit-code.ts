// What the command's exit codes mean to a script.

export const exitCodes = {
  allExpectationsHold: 0,
  expectationFailed: 1,
  badInput: 2,
  boundHit: 3,
} as const;

/** Ends the command with a message for its user and no stack trace. */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.badInput) {
    super(message);
    this.exitCode = exitCode;
  }
}
