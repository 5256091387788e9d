// Features are brought online by an image that the platform has chosen.
import { policy } from 'leitwerk/policy';
import { systemOf } from '../src/model/environments.ts';

/** The role under which each system looks for its image. */
const roles: Readonly<Record<string, string>> = { 'features/feast': 'feast' };

export default policy({
  on: 'FeatureView',
  severity: 'error',
  controls: ['ISO 27001 A.8.9'],
  because: 'The platform decides which build of the feature store runs; without its choice no value comes online.',
  remedy: 'the platform names the image, by digest, under `images` in leitwerk.config.ts',
  waivable: 'never',
  check({ online }, { env, platform }) {
    const system = online ? systemOf(env, 'feature-store') : undefined;
    const role = system === undefined ? undefined : roles[system];
    return role === undefined || platform.images[role] !== undefined || { what: `is brought online by ${system} in ${env.name}, for which the platform names no image '${role}'`, why: [`images: ${Object.keys(platform.images).sort().join(', ') || 'none'}`] };
  },
  fails: { platform: { images: { feast: null } } },
  passes: {},
});
