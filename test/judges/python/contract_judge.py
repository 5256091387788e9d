"""usage: contract_judge.py QUESTION ANSWER -- what datacontract-cli says of contracts: {"lint": [FILE]} or {"data": [FILE]} in one file, for each {refused}, and for data what was tried, in the other.
data: rows made of the contract's own words, which it must accept, and sets of rows that break one kind of rule, in which it must notice every rule of that kind.
They lie in DuckDB, since of files it does not compare types."""
import datetime, decimal, json, logging, os, random, re, sys, tempfile, warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import duckdb, rstr, yaml
from datacontract.data_contract import DataContract
from datacontract.engines.ibis import ibis_check_execute
from open_data_contract_standard.model import OpenDataContractStandard

# For its report it also writes each check down in SQL, which takes longer than to run it; nobody here reads that.
ibis_check_execute._to_sql = lambda _: None
NOW = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)  # what is fresh is measured by the clock
FRESH = NOW + datetime.timedelta(hours=1)  # for as long as this may take
TYPES = {"string": "VARCHAR", "int": "INTEGER", "bigint": "BIGINT", "double": "DOUBLE", "decimal(38,9)": "DECIMAL(38,9)", "boolean": "BOOLEAN", "date": "DATE", "timestamp": "TIMESTAMP"}
DAYS = {"m": 1 / 1440, "h": 1 / 24, "d": 1}
ROWS, MANY = 4, 200
CHECKS = {"validValues": "field_invalid_values", "pattern": "field_invalid_values", "range": "field_quality_sql", "complete": "field_null_values"}


def rule_of(quality, column=""):
    """A rule as (kind, what it needs). A form that is not here has no rows that show whether it works."""
    metric, arguments, query = quality.get("metric"), quality.get("arguments") or {}, quality.get("query") or ""
    bound = f'"{re.escape(column)}" ([<>]) (-?[0-9]+(?:[.][0-9]+)?)'
    bounds = re.fullmatch(f"SELECT COUNT[(][*][)] FROM {{object}} WHERE {bound}(?: OR {bound})?", query)
    if metric == "invalidValues" and list(arguments) in (["validValues"], ["pattern"]): return (*arguments, *arguments.values())
    if metric == "duplicateValues" and list(arguments) == ([] if column else ["properties"]): return "unique", arguments.get("properties", [column])
    if re.fullmatch(r'SELECT COUNT\(\*\) FROM \(SELECT 1 FROM {object} GROUP BY ("[a-z0-9_]+"(, )?)+ HAVING COUNT\(\*\) > 1\) AS twice', query): return "twice", re.findall('"(.+?)"', query)
    if metric == "nullValues" and quality.get("unit") == "percent": return "complete", None
    if metric == "rowCount": return "rows", quality.get("mustBeBetween") or [quality["mustBeGreaterOrEqualTo"], None]
    if bounds: return "range", {sign: decimal.Decimal(number) for sign, number in (bounds.groups()[:2], bounds.groups()[2:]) if sign}
    raise ValueError(f"no rows are known for the rule {json.dumps(quality)}")


def column_of(it): return it.get("physicalName") or it["name"]


def rules_of(it): return [rule_of(quality, "" if "properties" in it else column_of(it)) for quality in it.get("quality", [])]


def good(column, i):
    """The value of a column in row i, in keeping with its rules."""
    rules, kind = dict(rules_of(column)), column["logicalType"]
    if "validValues" in rules:
        values = [value for value in rules["validValues"] if re.search(rules.get("pattern", ""), str(value))]
        if not values: raise ValueError(f"no value of {column['name']} is one that its pattern finds")
        return values[i % len(values)]
    if "pattern" in rules:
        texts = (rstr.Rstr(random.Random(f"{i} {n}")).xeger(rules["pattern"]) for n in range(100))
        return next(text for text in texts if re.search(rules["pattern"], text))
    if kind in ("integer", "number"):
        whole = (lambda number, to: number and number.to_integral_value(to)) if kind == "integer" else lambda number, _: number
        low, high = whole(rules.get("range", {}).get("<"), decimal.ROUND_CEILING), whole(rules.get("range", {}).get(">"), decimal.ROUND_FLOOR)
        step = i if kind == "integer" else decimal.Decimal(i) / 8
        return (low or 0) + step if high is None else high - step if low is None else max(low, high - step)
    return {"string": f"{column['name']} {i}", "boolean": i % 2 == 0, "date": NOW.date() - datetime.timedelta(days=i), "timestamp": FRESH - datetime.timedelta(seconds=i)}[kind]


def bad(column, kind, need):
    """Values that break a rule of a column, one after the other."""
    if kind == "range": return [{"<": number - 1, ">": number + 1}[sign] for sign, number in need.items()]
    if kind == "validValues": return {"string": ["none of these"], "integer": [-77], "number": [-77]}.get(column["logicalType"], [])
    if kind == "unique": return []
    if kind == "pattern": return [text for text in ("", "~", "\u00e9 ~", "0", "a" * 600) if not re.search(need, text)][:1]
    return [None]


class Contract:
    def __init__(self, file):
        document = yaml.safe_load(open(file, encoding="utf-8"))
        self.table = document["schema"][0]
        for rule in (rule for rule in self.table.get("quality", []) if rule.get("metric") == "rowCount"):  # millions of rows tell no more than some
            if "mustBeBetween" in rule: rule["mustBeBetween"] = [min(number, MANY) + n for n, number in enumerate(rule["mustBeBetween"])]
            elif rule["mustBeGreaterOrEqualTo"] > MANY: rule["mustBeGreaterOrEqualTo"] = MANY
        self.columns, self.name, self.promises = self.table["properties"], self.table["name"], document.get("slaProperties", [])
        self.folder = tempfile.TemporaryDirectory()
        self.database = os.path.join(self.folder.name, "data.duckdb")
        document["servers"] = [{"server": "here", "type": "duckdb", "database": self.database, "schema": "main"}]
        self.contract = OpenDataContractStandard.from_string(yaml.safe_dump(document, allow_unicode=True))
        low, high = next((need for kind, need in rules_of(self.table) if kind == "rows"), (0, None))
        wanted = max(low, ROWS if high is None else min(ROWS, high))
        self.keys = [column for column in self.columns if column.get("primaryKey")]
        once = [[column_of(column) for column in self.keys], *(need for it in [self.table, *self.columns] for kind, need in rules_of(it) if kind in ("unique", "twice"))]
        self.rows, seen = [], set()
        for i in range(2 * wanted):  # where few values are allowed, some rows would come twice
            row = {column["name"]: good(column, i) for column in self.columns}
            kept = {(n, *(str(row[c["name"]]) for c in self.columns if column_of(c) in names)) for n, names in enumerate(once) if names}
            if len(self.rows) == wanted: break
            if not kept & seen: self.rows.append(row); seen |= kept

    def said(self, rows, names=lambda name: name, types=lambda kind: TYPES[kind]):
        """What the program says of rows: [(type of a check, its column, its result, its reason)]."""
        if os.path.exists(self.database): os.remove(self.database)
        with duckdb.connect(self.database) as database:
            quoted = lambda text: '"' + text.replace('"', '""') + '"'
            database.execute(f"CREATE TABLE {quoted(self.name)} ({', '.join(quoted(names(column_of(c))) + ' ' + types(c['physicalType']) for c in self.columns)})")
            database.begin()  # rows that are written one by one each wait for the file
            if rows: database.executemany(f"INSERT INTO {quoted(self.name)} VALUES ({', '.join('?' for _ in self.columns)})", [[row[c["name"]] for c in self.columns] for row in rows])
            database.commit()
        checks = DataContract(data_contract=self.contract, server="here").test().checks
        return [(check.type, check.field, check.result.value if check.result else "nothing", check.reason or "") for check in checks]

    def mistakes(self):
        """Sets of rows, each with what is wrong in it and the checks that must notice: (what, checks, arguments of `said`)."""
        every = lambda check, columns: {(check, column_of(column)) for column in columns}
        changed = lambda values, rows=None: [{**row, **values} for row in (rows or self.rows)]
        yield "columns are missing", every("field_is_present", self.columns), (self.rows, lambda name: f"no {name}")
        yield "columns are of another type", every("field_type", self.columns), ([], lambda name: name, lambda kind: "BIGINT" if kind in ("string", "boolean", "date", "timestamp") else "VARCHAR")
        required = [column for column in self.columns if column.get("required")]
        yield "required values are missing", every("field_required", required), (changed({c["name"]: None for c in required}, self.rows[:1]) + self.rows[1:],)
        unique = every("field_duplicate_values", [column for column in self.columns if "unique" in dict(rules_of(column))]) | {({"unique": "model_duplicate_values", "twice": "model_quality_sql"}[kind], None) for kind, _ in rules_of(self.table) if kind != "rows"}
        unique |= every("field_primary_key_unique", self.keys) if len(self.keys) == 1 else {("primary_key_unique", None)} if self.keys else set()
        if unique: yield "a row comes twice", unique, ([self.rows[0], *self.rows],)
        wrong = {column["name"]: [(CHECKS[kind], value) for kind, need in rules_of(column) for value in bad(column, kind, need)] for column in self.columns}
        for i in range(max(map(len, wrong.values()), default=0)):
            broken = {name: of[i] for name, of in wrong.items() if i < len(of)}
            yield "values break the rules of their columns", {(check, column_of(c)) for c in self.columns for check, _ in [broken.get(c["name"], (None, None))] if check}, (changed({name: value for name, (_, value) in broken.items()}),)
        for kind, need in rules_of(self.table):
            if kind == "rows" and need[0]: yield "there are too few rows", {("row_count", None)}, (self.rows[:need[0] - 1],)
            if kind == "rows" and need[1] is not None and need[1] < 2000: yield "there are too many rows", {("row_count", None)}, ((self.rows * (need[1] // len(self.rows) + 1))[:need[1] + 1],)
        told = {promise["property"]: next(c for c in self.columns if c["name"] == promise["element"].split(".", 1)[1]) for promise in self.promises if "element" in promise}
        old = NOW - datetime.timedelta(days=max([promise["value"] * DAYS[promise["unit"]] for promise in self.promises], default=0), minutes=5)
        if told: yield "rows are older than promised", {(f"servicelevel_{property}", column_of(column)) for property, column in told.items()}, (changed({column["name"]: old for column in told.values()}),)

    def judge(self):
        refused = [f"rows that keep every rule: {kind} of {column}: {result}: {reason}" for kind, column, result, reason in self.said(self.rows) if result != "passed"]
        notices, sets = 0, 1
        if refused: return {"refused": refused}  # its mistakes would say nothing
        for what, checks, arguments in self.mistakes():
            said = self.said(*arguments)
            # Of a column any of its checks may have noticed; of the table, where each is broken, all of them must.
            results = {key: [result == "failed" for kind, column, result, _ in said if (kind, column) == key] for key in checks}
            missed = sorted({key for key in checks if not (any if key[1] else all)(results[key] or [False])}, key=str)
            refused += [f"where {what}, nothing is noticed by " + ", ".join(f"{kind} of {column or 'the table'}" for kind, column in missed)] if missed else []
            notices, sets = notices + len(checks) - len(missed), sets + 1
        return {"sets": sets, "refused": refused, "noticed": notices, "untold": sum("element" not in promise for promise in self.promises)}


def lint(file):
    found = [f"{check.name}: {check.reason}" for check in DataContract(data_contract_file=file).lint().checks if check.result.value != "passed"]
    return {"refused": found}


def data(file):
    try: return Contract(file).judge()
    except (ValueError, KeyError, StopIteration, duckdb.Error) as error: return {"refused": [f"no rows can be made of it: {error!r}"]}


if __name__ == "__main__":
    with open(sys.argv[1]) as question, open(sys.argv[2], "w") as answer:
        asked = json.load(question)
        json.dump([lint(file) for file in asked.get("lint", [])] + [data(file) for file in asked.get("data", [])], answer)
