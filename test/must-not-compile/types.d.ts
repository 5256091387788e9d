// The platform of the fixtures: what `leitwerk types` would write.
import 'leitwerk';

declare module 'leitwerk' {
  interface Platform {
    teams: 'customer-care' | 'supply-chain';
    purposes: 'customer-support';
    regions: 'eu-central-1';
    accelerators: 'h100-sxm' | 'l40s';
    environments: 'dev' | 'production';
    issuers: 'corporate';
    priorities: 'user-facing' | 'batch';
    published: { 'crm/tickets': 'DataContract'; 'search/index-run': 'Pipeline' };
  }
}
