// The program that NeMo Guardrails runs for our checks: always the same text. What a project declares is data beside it, in `custom_data` of config.yml.
export const actions = `"""Checks of declared guardrails; what they look for stands in custom_data of config.yml."""
import json
import logging
import re
from functools import lru_cache

from nemoguardrails.actions import action
from nemoguardrails.actions.rail_outcome import RailOutcome, TransformTarget

log = logging.getLogger("guardrails")
TARGETS = {"input": TransformTarget.USER_MESSAGE, "output": TransformTarget.BOT_MESSAGE}
MODELS = {"de": "de_core_news_lg", "en": "en_core_web_lg", "fr": "fr_core_news_lg"}


@lru_cache
def analyzer(language):
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    from presidio_analyzer.recognizer_registry import RecognizerRegistry

    engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [{"lang_code": language, "model_name": MODELS[language]}]}).create_engine()
    registry = RecognizerRegistry(supported_languages=[language])
    registry.load_predefined_recognizers(languages=[language], nlp_engine=engine)
    return AnalyzerEngine(nlp_engine=engine, registry=registry, supported_languages=[language])


def spans(settings, text):
    if settings["kind"] == "pattern":
        return [(m.start(), m.end(), settings["name"]) for m in re.finditer(settings["pattern"], text)]
    if settings["kind"] == "personal-data":
        found = analyzer(settings["language"]).analyze(text=text, language=settings["language"], entities=settings["entities"])
        return [(r.start, r.end, r.entity_type) for r in found]
    raise ValueError("no such check: " + settings["kind"])


def masked(text, found):
    for start, end, what in sorted(found, reverse=True):
        text = text[:start] + "[" + what + "]" + text[end:]
    return text


def merged(found):
    kept = []
    for start, end, what in sorted(found, key=lambda f: (f[0], -f[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, what))
        elif end > kept[-1][1]:
            kept[-1] = (kept[-1][0], end, kept[-1][2])
    return kept


def decide(check, settings, source, text, hit, found=()):
    metadata = {"refusal": settings["refusal"], "check": check}
    if not hit:
        return RailOutcome.allow(metadata=metadata)
    log.warning(json.dumps({"guardrail": check, "on": source, "action": settings["action"], "hits": max(1, len(found))}))
    if settings["action"] == "flag":
        return RailOutcome.allow(metadata=metadata)
    if settings["action"] == "mask" and found:
        return RailOutcome.transform([(TARGETS[source], masked(text, found))], metadata=metadata)
    return RailOutcome.block(metadata=metadata)


@action(name="guardrail_check", is_system_action=True)
async def guardrail_check(check, source, text, config, **kwargs):
    settings = config.custom_data["guardrails"][check]
    text = text or ""
    if settings["kind"] == "answer-form":
        from jsonschema import Draft202012Validator

        try:
            wrong = not Draft202012Validator(settings["schema"]).is_valid(json.loads(text))
        except ValueError:
            wrong = True
        return decide(check, settings, source, text, wrong)
    found = merged(spans(settings, text))
    return decide(check, settings, source, text, bool(found), found)


@action(name="guardrail_decide", is_system_action=True)
async def guardrail_decide(check, source, blocked, config, **kwargs):
    """What follows of a verdict that a model gave."""
    return decide(check, config.custom_data["guardrails"][check], source, "", blocked)
`;
