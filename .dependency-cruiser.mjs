// The layer rule, generated from the table of packages in ARCHITECTURE.md: who may import whom.

const mayImport = {
  net: [],
  sim: [],
  ecmp: ['net'],
  'ospf-core': ['net', 'sim'],
  bfd: ['net', 'sim'],
  'lvs-sim': ['net', 'ecmp', 'sim'],
  'linux-host': ['net', 'sim', 'ecmp'],
  scenarios: ['net', 'sim', 'ecmp', 'ospf-core', 'bfd', 'lvs-sim', 'linux-host'],
  cli: ['net', 'sim', 'ecmp', 'ospf-core', 'bfd', 'lvs-sim', 'linux-host', 'scenarios'],
};

const layerRules = Object.entries(mayImport).map(([name, below]) => ({
  name: `${name}-imports-only-what-lies-below`,
  severity: 'error',
  from: { path: `^packages/${name}/src/` },
  to: { path: '^(packages|bench)/', pathNot: [name, ...below].map((p) => `^packages/${p}/src/`) },
}));

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '/src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing-unresolved', severity: 'error', from: { path: '/src/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
