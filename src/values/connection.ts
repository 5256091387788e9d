// A host outside the platform that a workload talks to: what network policies allow and nothing else.
import * as z from 'zod';

export const connection = () => z.strictObject({
  host: z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/).describe('Name of a host.'), cidr: z.string().regex(/^\d+\.\d+\.\d+\.\d+\/\d+$/).describe('Its addresses; network policies know no names.'),
  port: z.int().min(1).max(65535).describe('TCP port.'),
}).meta({ id: 'Connection' });
