// A host outside the platform that a workload talks to: what network policies allow and nothing else.
import * as z from 'zod';
import { hostname } from './units.ts';

const octet = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
export const connection = () => z.strictObject({
  host: hostname().describe('Name of a host.'), cidr: z.string().regex(new RegExp(`^${octet}(\\.${octet}){3}/(3[0-2]|[12]?\\d)$`)).describe('Its addresses; network policies know no names.'),
  port: z.int().min(1).max(65535).describe('TCP port.'),
}).meta({ id: 'Connection' });
