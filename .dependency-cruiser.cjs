// Import boundaries: who may know whom (docs/adr and CONTRIBUTING tell why).
const PROVIDER = '(pocketsflow|fungies|flex)'
const MODELS = '^lib/(shared/|[^/]+/model\\.ts$)'
// What passes between the shop and a provider's adapter.
const CONTRACT = 'lib/payments/(gateway|contract/[^/]+)\\.ts$'
const ban = (name, from, to) => ({ name, severity: 'error', from, to })

module.exports = {
  forbidden: [
    ban('no-circular', {}, { circular: true }),
    ban('prisma-only-in-db', { pathNot: '^(lib/db\\.ts$|prisma/|tests/)' }, { path: '^prisma/generated/' }),
    ban('lib-knows-no-ui', { path: '^lib/' }, { path: '^(app|components|sandbox|tests|scripts)/' }),
    ban('nothing-imports-tests', { pathNot: '^(tests/|[^/]+\\.config\\.ts$)' }, { path: '^tests/' }),
    ban('app-knows-no-scripts', { path: '^(app|components)/' }, { path: '^(scripts|sandbox)/' }),
    ban('components-see-models-only', { path: '^components/' }, { path: '^(app|lib)/', pathNot: MODELS }),
    // The gateway contract is types only, as pure as a model.
    ban(
      'models-stay-pure',
      { path: MODELS },
      { path: '^(app|components|lib|prisma)/', pathNot: `${MODELS}|^${CONTRACT}` },
    ),
    ban(
      'adapters-are-leaves',
      { path: `^lib/payments/${PROVIDER}/` },
      {
        path: '^lib/',
        pathNot: `^${CONTRACT}|^lib/(payments/(checkout-url|http|http-failure|provider|read-answer|signature)\\.ts$|shared/|payments/$1/)`,
      },
    ),
    ban(
      'adapters-only-via-registry',
      { pathNot: `^(lib/payments/(providers\\.ts$|${PROVIDER}/)|tests/)` },
      { path: `^lib/payments/${PROVIDER}/` },
    ),
    ban(
      'core-features-stay-below',
      { path: '^lib/(orders|catalog|cart|mail|settlement|downloads)/' },
      {
        path: '^lib/(webhooks|reconciliation|checkout|catalog-sync|server|worker)/|^lib/payments/(registry|http|signature)',
      },
    ),
    ban(
      'core-features-take-payment-types-only',
      { path: '^lib/(orders|catalog|cart|mail|downloads)/' },
      { path: `^${CONTRACT}`, dependencyTypesNot: ['type-only'] },
    ),
    ban(
      'flows-do-not-mix',
      { path: '^lib/(checkout|webhooks|reconciliation)/' },
      { path: '^lib/(checkout|webhooks|reconciliation)/', pathNot: '^lib/$1/' },
    ),
    ban(
      'ledger-is-a-leaf',
      { path: '^lib/ledger/' },
      { path: '^lib/', pathNot: '^lib/((ledger|shared)/|(db|clock)\\.ts$)' },
    ),
    ban(
      'subscriptions-stay-below-flows',
      { path: '^lib/subscriptions/' },
      { path: '^lib/(checkout|webhooks|reconciliation|server|worker)/|^lib/payments/(http|signature)' },
    ),
    ban(
      'refunds-stay-below-flows',
      { path: '^lib/refunds/' },
      { path: '^lib/(checkout|webhooks|reconciliation|settlement|server|worker)/|^lib/payments/(http|signature)' },
    ),
    ban(
      'catalogue-sync-stays-below-flows',
      { path: '^lib/catalog-sync/' },
      { path: '^lib/(checkout|webhooks|reconciliation|settlement|server|worker)/|^lib/payments/(http|signature)' },
    ),
    ban('sandbox-is-a-stranger', { path: '^sandbox/' }, { path: '^(app|lib|components|prisma|scripts|tests)/' }),
    ban('playwright-through-one-door', { path: '^tests/', pathNot: '^tests/support/' }, { path: '@playwright/test' }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|prisma/generated/internal)' },
    enhancedResolveOptions: { conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}
