"""usage: warm.py MODULE... -- imports the modules once and waits for jobs, one line of JSON each; every job is a program of its own, in a process that has them already.
{"id": 1, "argv": ["judge.py", "FILE"], "cwd": "FOLDER", "out": "FOLDER/1.log"} is answered by the line "1 0": the id and how the program ended; what it said is in the file."""
import gc, importlib, json, os, runpy, signal, sys, traceback

for name in sys.argv[1:]:
    importlib.import_module(name)
gc.freeze()  # what is imported stays: no job goes through it for garbage


def job(argv, cwd, out):
    """In the process of the job: runs the program as the interpreter would, and ends."""
    log = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(cwd)
    sys.argv[:], sys.path[:0] = argv, [os.path.dirname(argv[0])]
    code = 0
    try:
        runpy.run_path(argv[0], run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else (print(end.code, file=sys.stderr) or 1)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait
for line in sys.stdin.buffer:
    asked = json.loads(line)
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        child = os.fork()
        if child == 0:
            job(asked["argv"], asked["cwd"], asked["out"])
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(1, f"{asked['id']} {code}\n".encode())
        os._exit(0)
