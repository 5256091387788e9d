// The database of an index is made of an image that the platform has chosen.
import { policy } from 'leitwerk/policy';
import { systemOf } from '../src/model/environments.ts';

/** The role under which each system looks for its image. */
const roles: Readonly<Record<string, string>> = { 'data/pgvector': 'postgres' };

export default policy({
  on: 'VectorIndex',
  severity: 'error',
  controls: ['ISO 27001 A.8.9'],
  because: 'The platform decides which build of a database runs; without its choice there is none.',
  remedy: 'the platform names the image, by digest, under `images` in leitwerk.config.ts',
  waivable: 'never',
  check(_, { env, platform }) {
    const system = systemOf(env, 'vector-index');
    const role = system === undefined ? undefined : roles[system];
    return role === undefined || platform.images[role] !== undefined || { what: `is kept by ${system} in ${env.name}, for which the platform names no image '${role}'`, why: [`images: ${Object.keys(platform.images).sort().join(', ') || 'none'}`] };
  },
  fails: { platform: { images: { postgres: null } } },
  passes: {},
});
