// The declarations that the tests of this folder share: a shop that reads its own data and another project's, and writes both formats.
import { ref, type Declared } from '../support/terraform.ts';

export const orders: Declared = ['DataContract', 'orders'];
export const scores: Declared = ['DataContract', 'scores', { format: 'delta', retention: '2y', region: 'eu-west-1', partitionBy: ['day'] }];
export const tickets: Declared = ['DataContract', 'tickets', {}, { project: 'crm' }];
export const predict: Declared = ['Pipeline', 'predict', {
  reads: [ref('DataContract', 'shop/orders'), ref('DataContract', 'crm/tickets')], writes: [ref('DataContract', 'shop/scores')],
}];
export const load: Declared = ['Pipeline', 'load', { reads: [], writes: [ref('DataContract', 'shop/orders')] }];
export const idle: Declared = ['Pipeline', 'idle', { reads: [], writes: [] }];
export const budget: Declared = ['Budget', 'monthly'];
export const shop: readonly Declared[] = [orders, scores, tickets, predict, load, idle, budget, ['RawTerraform', 'topic']];
