// Which server scores with a trained model, by the format of its artefact, and which versions of the format it loads.
export type Format = 'sklearn' | 'xgboost' | 'lightgbm' | 'onnx' | 'mlflow';
export type ScoringServer = 'mlserver' | 'triton';

interface Served { readonly server: ScoringServer; /** Major versions that it loads. */ readonly versions: readonly string[]; /** What MLServer loads it with. */ readonly runtime?: string }
// https://github.com/kserve/kserve/blob/v0.20.0/config/runtimes/kserve-mlserver.yaml, .../kserve-tritonserver.yaml; classes: https://mlserver.readthedocs.io/en/stable/runtimes/
const formats: Readonly<Record<Format, Served>> = {
  sklearn: { server: 'mlserver', versions: ['0', '1'], runtime: 'mlserver_sklearn.SKLearnModel' },
  xgboost: { server: 'mlserver', versions: ['1', '2'], runtime: 'mlserver_xgboost.XGBoostModel' },
  lightgbm: { server: 'mlserver', versions: ['3', '4'], runtime: 'mlserver_lightgbm.LightGBMModel' },
  mlflow: { server: 'mlserver', versions: ['1', '2'], runtime: 'mlserver_mlflow.MLflowRuntime' },
  onnx: { server: 'triton', versions: ['1'] },
};
export const served = (format: Format): Served => formats[format];
export const serverOf = (format: Format): ScoringServer => formats[format].server;
export const major = (version: string): string => version.split('.')[0] ?? version;
