// The addresses of a connection are a network: what its prefix leaves open is zero.
import { policy, type Found } from 'leitwerk/policy';

/** The network that an address is in, by its prefix; schemas have let both through. */
function networkOf(cidr: string): string {
  const [address = '', bits = '32'] = cidr.split('/'), size = 2 ** (32 - Number(bits));
  const number = address.split('.').reduce((n, part) => n * 256 + Number(part), 0), first = Math.floor(number / size) * size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${bits}`;
}

export default policy({
  on: ['Pipeline', 'Application'],
  severity: 'error',
  controls: ['ISO 27001 A.8.20'],
  because: 'A cluster refuses the whole network policy, and who meant one host would open a network.',
  remedy: 'write the first address of the network, or /32 for one host',
  waivable: 'never',
  check: ({ $path, connects }): readonly Found[] => connects.flatMap(({ cidr }, i) => {
    const network = networkOf(cidr);
    return network === cidr ? [] : [{ at: ['connects', i, 'cidr'], what: `connects to ${cidr}, which is no network: ${network} is`, try: [{ node: $path, property: ['connects', i, 'cidr'], to: cidr.replace(/\/.*/, '/32') }] }];
  }),
  fails: { props: { connects: [{ host: 'weather.example', cidr: '192.0.2.10/24', port: 443 }] } },
  passes: { props: { connects: [{ host: 'weather.example', cidr: '192.0.2.0/24', port: 443 }] } },
});
