"""What `vllm serve` says of command lines: its own parser, and the checks of its own configuration classes, without what they import.
usage: vllm_judge.py keep WHEEL FOLDER    leaves of a wheel what defines arguments
       vllm_judge.py FOLDER < COMMANDS    [{args, env}] in, the reasons against each out
Torch and the like are gigabytes, and no argument needs them: a module that is not kept is one in whose place anything stands."""
import argparse, ast, contextlib, fnmatch, importlib, importlib.abc, importlib.machinery, io, json, pathlib, re, sys, types, typing, zipfile

# Run as they are, and read for their lists alone.
RUN = ["vllm/config/*.py", "vllm/engine/arg_utils.py", "vllm/entrypoints/openai/cli_args.py", "vllm/entrypoints/openai/models/protocol.py", "vllm/utils/argparse_utils.py",
       "vllm/envs.py", "vllm/version.py", "vllm/_version.py"]
READ = ["vllm/model_executor/model_loader/__init__.py", "vllm/model_executor/layers/quantization/__init__.py", "vllm/tool_parsers/__init__.py", "vllm/reasoning/__init__.py",
        "vllm/v1/attention/backends/registry.py"]


def kept(module):
    return any(fnmatch.fnmatch(module.replace(".", "/") + end, pattern) for end in (".py", "/__init__.py") for pattern in RUN)


def keep(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if any(fnmatch.fnmatch(name, pattern) for pattern in RUN + READ)])


class Anything(type):
    """The class of stand-ins: whatever is asked of one is another."""
    def __getattr__(cls, name):
        if name.startswith("__"): raise AttributeError(name)
        setattr(cls, name, Anything(name, (StandIn,), {}))
        return cls.__dict__[name]
    def __instancecheck__(cls, it): return type.__instancecheck__(cls, it) or isinstance(type(it), Anything) or type(it) is Anything
    def __or__(cls, other): return typing.Union[cls, other]
    def __ror__(cls, other): return typing.Union[other, cls]
    def __getitem__(cls, _): return cls
    def __iter__(cls): return iter(())


class StandIn(metaclass=Anything):
    def __new__(cls, *args, **_): return args[0] if len(args) == 1 and isinstance(args[0], (types.FunctionType, type)) else object.__new__(cls)  # a decorator decorates nothing
    def __init__(self, *_, **__): pass
    def __init_subclass__(cls, **_): pass
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return StandIn
    def __call__(self, *args, **_): return StandIn(*args)
    def __iter__(self): return iter(())
    def __enter__(self): return self
    def __exit__(self, *_): return False
    @classmethod
    def __get_pydantic_core_schema__(cls, *_): return {"type": "any"}


class Missing(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        setattr(self, name, importlib.import_module(f"{self.__name__}.{name}") if kept(f"{self.__name__}.{name}") else Anything(name, (StandIn,), {}))
        return self.__dict__[name]


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds what is kept and what is installed; for anything else a module of stand-ins."""
    def __init__(self, folder): self.folder = pathlib.Path(folder)
    def find_spec(self, name, path, target=None):
        top = name.split(".")[0]
        if kept(name): return importlib.machinery.PathFinder.find_spec(name, path)
        if top in sys.stdlib_module_names or (top != "vllm" and importlib.machinery.PathFinder.find_spec(top)): return None
        spec = importlib.machinery.ModuleSpec(name, self, is_package=True)
        spec.submodule_search_locations = [str(self.folder.joinpath(*name.split(".")))]
        return spec
    def create_module(self, spec): return Missing(spec.name)
    def exec_module(self, module): pass


def listed(folder, file, name):
    """The values of a Literal, the keys of a table or the members of an Enum that a file gives a name to."""
    for node in ast.walk(ast.parse((pathlib.Path(folder) / file).read_text())):
        if isinstance(node, ast.ClassDef) and node.name == name: return [target.id for part in node.body if isinstance(part, ast.Assign) for target in part.targets]
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and getattr(getattr(node, "target", None) or node.targets[0], "id", "") == name:
            return [part.value for part in (node.value.keys if isinstance(node.value, ast.Dict) else node.value.slice.elts)]
    raise SystemExit(f"{file} has no {name}")


def parser_of(folder):
    import pydantic
    sys.modules["regex"] = re  # the patterns of arguments are of both
    sys.meta_path.insert(0, Finder(folder))
    sys.argv = ["vllm", "serve"]
    from vllm.config import SpeculativeConfig
    from vllm.engine import arg_utils
    from vllm.entrypoints.openai import cli_args
    from vllm.envs import environment_variables
    from vllm.utils.argparse_utils import FlexibleArgumentParser
    plain = arg_utils.get_kwargs

    def within(convert, field):
        """The engine holds a value against its class only when it starts; here it is held while it is read."""
        check = pydantic.TypeAdapter(typing.Annotated[field.annotation, *field.metadata])
        def read(text):
            value = convert(text)
            try: value is None or check.validate_python(value)
            except pydantic.ValidationError as error: raise argparse.ArgumentTypeError("; ".join(e["msg"] for e in error.errors()))
            return value
        return read

    def get_kwargs(cls):
        every = plain(cls)
        for name, how in every.items():
            field = cls.__pydantic_fields__.get(name)
            if field and field.metadata and "type" in how and "nargs" not in how: how["type"] = within(how["type"], field)
        return every
    arg_utils.get_kwargs = get_kwargs
    main = FlexibleArgumentParser()
    serve = cli_args.make_arg_parser(main.add_subparsers(dest="subparser").add_parser("serve", allow_abbrev=False))
    # Any text to the parser, since plugins could add to them. In the image there are none.
    lists = {"load_format": listed(folder, READ[0], "LoadFormats"), "quantization": listed(folder, READ[1], "QuantizationMethods"), "tool_call_parser": listed(folder, READ[2], "_TOOL_PARSERS_TO_REGISTER"),
             "reasoning_parser": listed(folder, READ[3], "_REASONING_PARSERS_TO_REGISTER"), "attention_backend": listed(folder, READ[4], "AttentionBackendEnum"),
             "speculative_config": list(SpeculativeConfig.__pydantic_fields__)}
    flags = {option for action in serve._actions for option in action.option_strings}

    def reasons(args, env):
        said, why = io.StringIO(), [f"the environment variable {name} is none of vLLM's" for name in env if name.startswith("VLLM_") and name not in environment_variables]
        given = [arg.split("=")[0] for arg in args if arg.startswith("-")]
        why += [f"{flag} is given twice" for flag in sorted({flag for flag in given if flag in flags and given.count(flag) > 1})]
        try:
            with contextlib.redirect_stderr(said): it = main.parse_args(["serve", *args])
            cli_args.validate_parsed_serve_args(it)
        except SystemExit: return why + [said.getvalue().split(": error: ")[-1].strip()]
        except Exception as error: return why + [str(error)]
        if it.model_tag is None: why.append("no model is given")
        for name, values in lists.items():
            value = getattr(it, name)
            why += [f"--{name.replace('_', '-')}: '{one}' is none of {', '.join(values)}" for one in (value if isinstance(value, dict) else [value]) if one not in (None, "") and one not in values]
        return why
    return flags, reasons


if __name__ == "__main__":
    if sys.argv[1] == "keep": keep(*sys.argv[2:])
    else:
        flags, reasons = parser_of(sys.argv[1])
        print(json.dumps({"flags": len(flags), "reasons": [reasons(**command) for command in json.load(sys.stdin)]}))
