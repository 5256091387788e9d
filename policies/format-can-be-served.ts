// The server that the platform has for a model's format loads that version of it.
import { policy, type Found } from 'leitwerk/policy';
import { major, served } from '../src/model/scoring.ts';

export default policy({
  on: 'PredictionEndpoint',
  severity: 'error',
  controls: ['ISO 27001 A.8.9', 'ISO 42001 A.10.3'],
  because: 'A server that cannot read the artefact, or that nobody has chosen, is found out by pods that never get ready.',
  remedy: 'save the model in a version that is loaded; the platform names the image of the server, by digest, under `images`',
  waivable: 'never',
  check({ model }, { get, platform, env }) {
    const { $path, format, artefact } = get(model);
    const { server, versions } = served(format.name);
    const found: Found[] = [];
    const related = [{ node: $path, property: ['format', 'version'], what: `${format.name} ${format.version}` }];
    if (!versions.includes(major(format.version))) found.push({ at: ['model'], what: `is a model of ${format.name} ${format.version}, and ${server} loads ${versions.join(' and ')}`, related, try: versions.slice(-1).map((to) => ({ node: $path, property: ['format', 'version'], to })) });
    const images = [server, ...(env.systems['prediction'] === 'serving/deployed-predictor' && artefact.startsWith('s3://') ? ['storage-initializer'] : [])];
    for (const image of images.filter((role) => platform.images[role] === undefined)) found.push({ what: `needs the image '${image}', which the platform does not name`, why: [`images: ${Object.keys(platform.images).sort().join(', ') || 'none'}`] });
    return found;
  },
  fails: { platform: { images: { mlserver: null } } },
  passes: {},
});
