// A Feast repository: the same definition of a feature for training (out of Athena, as of a point in time) and for serving (out of DynamoDB).
import { file, target } from '../../target.ts';
import { viewsOf } from '../../model/feature-store.ts';
import { definitions, settings, sources } from './feast-repository.ts';

export default target({
  system: 'Feast', api: 'Feast 0.67', docs: 'https://docs.feast.dev/reference/feature-repository',
  concern: 'feature-store', consumes: ['FeatureView'], per: 'project', scope: 'environment', judge: 'feast',
  *emit(context) {
    const views = viewsOf(context);
    if (views.length === 0) return;
    const from = { from: [...views, ...context.all('PredictionEndpoint').filter((e) => e.features.length > 0)].map((n) => n.$path) };
    yield file('features/feature_store.yaml', settings(context), from);
    yield file('features/sources.py', sources(context), from);
    yield file('features/features.py', definitions(context), from);
  },
});
