// Flows of the PostgreSQL cluster behind a vector index: its clients, its own replicas, the operator, the API server.
import type { NodeOf } from '../../model/node.ts';
import type { Cluster } from '../../model/platform.ts';
import { apiServerOf, flow, podsOf, postgresOperator, type Connection } from './party.ts';

/** https://cloudnative-pg.io/documentation/1.30/networking/ */
export const postgres = { sql: 5432, status: 8000 } as const;

export function databaseFlows(index: NodeOf<'VectorIndex'>, clients: readonly NodeOf<'Application' | 'Pipeline'>[], cluster: Cluster): readonly Connection[] {
  const self = podsOf(index);
  const api = apiServerOf(cluster);
  return [
    ...clients.map((client) => flow(client, podsOf(client), self, postgres.sql, `searches ${index.$id}`)),
    flow(index, self, self, postgres.sql, 'replicates'), flow(index, self, self, postgres.status, 'asks its primary how it is'),
    flow(index, postgresOperator, self, postgres.status, 'asks how it is'), flow(index, postgresOperator, self, postgres.sql, 'manages it'),
    // Each instance reads its own definition; where the address is not declared, on the two ports that API servers have.
    ...(cluster.apiServer ? [cluster.apiServer.port] : [443, 6443]).map((port) => flow(index, self, api, port, 'reads its own definition', cluster.apiServer !== undefined)),
  ];
}
