// An external model as the model gateway sees it: its host by TLS, its protocol, its key. https://aigateway.envoyproxy.io/docs/1.0/capabilities/llm-integrations/supported-providers
import type { SecretUse } from '../../analyse/secret-use.ts';
import type { JsonObject } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import { object, type Metadata, type OwnObject } from '../../target.ts';
import { api, file, headers } from './parts.ts';

const group = { envoy: 'gateway.envoyproxy.io', ai: 'aigateway.envoyproxy.io' } as const;
type Spoken = Exclude<NodeOf<'ExternalModel'>['api'], 'gcp-vertex-ai'>;
const schemas: Readonly<Record<Spoken, JsonObject>> = {
  openai: { name: 'OpenAI', prefix: '/v1' },
  // Its newer address speaks the protocol of OpenAI and needs no dated version: https://learn.microsoft.com/en-us/azure/ai-foundry/openai/api-version-lifecycle
  'azure-openai': { name: 'OpenAI', prefix: '/openai/v1' },
  anthropic: { name: 'Anthropic' }, 'aws-bedrock': { name: 'AWSBedrock' }, cohere: { name: 'Cohere', version: 'v2' },
};

/** A backend of the model gateway: where it is, and what it speaks. Backends of one's own need no TLS inside the cluster. */
export const backend = (metadata: Metadata, endpoint: { readonly host: string; readonly port: number }, schema: JsonObject, more: JsonObject = {}): readonly OwnObject[] => [
  object(api.envoy, 'Backend', metadata, { spec: { endpoints: [{ fqdn: { hostname: endpoint.host, port: endpoint.port } }] } }, { file }),
  object(api.ai, 'AIServiceBackend', metadata, { spec: { schema, backendRef: { group: group.envoy, kind: 'Backend', name: metadata.name }, ...more } }, { file }),
];
export const ownSchema = schemas.openai;

export function* provider(model: NodeOf<'ExternalModel'>, metadata: Metadata, key: SecretUse): Iterable<OwnObject> {
  // Who asks is nobody's business outside. A caller's own token stays here too: most keys take its place, the others travel under another header.
  const remove = ['cookie', ...Object.values(headers), ...(model.api === 'anthropic' || model.api === 'azure-openai' ? ['authorization'] : [])].sort();
  yield* backend(metadata, { host: model.host, port: 443 }, schemas[model.api as Spoken], { headerMutation: { remove } });
  yield object(api.gateway, 'BackendTLSPolicy', metadata, { spec: { targetRefs: [{ group: group.envoy, kind: 'Backend', name: metadata.name }], validation: { hostname: model.host, wellKnownCACertificates: 'System' } } }, { file });
  yield object(api.ai, 'BackendSecurityPolicy', metadata, { spec: { targetRefs: [{ group: group.ai, kind: 'AIServiceBackend', name: metadata.name }], ...signIn(model, { secretRef: { name: key.name } }) } }, { file });
}

function signIn({ api: protocol, region }: NodeOf<'ExternalModel'>, secret: JsonObject): JsonObject {
  switch (protocol) {
    case 'anthropic': return { type: 'AnthropicAPIKey', anthropicAPIKey: secret };
    case 'azure-openai': return { type: 'AzureAPIKey', azureAPIKey: secret };
    case 'aws-bedrock': return { type: 'AWSCredentials', awsCredentials: { region, credentialsFile: secret } };
    default: return { type: 'APIKey', apiKey: secret };
  }
}
