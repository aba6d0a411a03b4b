import tseslint from 'typescript-eslint';

/** Floors 0–2 run in browsers and must be repeatable: no wall clock, no unseeded randomness, no Node. */
const simulatedFloors = ['net', 'sim', 'ecmp', 'ospf-core', 'bfd', 'lvs-sim', 'linux-host', 'scenarios'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'Use a const object and a union.' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/vitest.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['packages/cli/src/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: simulatedFloors.map((name) => `packages/${name}/src/**/*.ts`),
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'Date',
          'performance',
          'setTimeout',
          'setInterval',
          'process',
          'Buffer',
          'crypto',
          'fetch',
          'window',
          'document',
        ],
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take a named stream of @ospflab/sim.' },
      ],
      'no-restricted-imports': ['error', { patterns: ['node:*', 'fs', 'path'] }],
    },
  },
);
