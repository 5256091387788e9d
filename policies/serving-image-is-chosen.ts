// An endpoint is served by an image that the platform has chosen.
import { policy } from 'leitwerk/policy';

/** The role under which each serving system looks for its image. */
const roles: Readonly<Record<string, string>> = { 'serving/vllm': 'vllm', 'serving/kserve': 'vllm' };

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  controls: ['ISO 27001 A.8.9', 'ISO 42001 A.10.3'],
  because: 'The platform decides which build of a server runs; without its choice there is no container to start.',
  remedy: 'the platform names the image, by digest, under `images` in leitwerk.config.ts',
  waivable: 'never',
  check(_, { env, platform }) {
    const system = env.systems['serving'];
    const role = system === undefined ? undefined : roles[system];
    if (role === undefined || platform.images[role] !== undefined) return true;
    return { what: `is served by ${system} in ${env.name}, for which the platform names no image '${role}'`, why: [`images: ${Object.keys(platform.images).sort().join(', ') || 'none'}`] };
  },
  fails: { platform: { images: { vllm: null } } },
  passes: {},
});
