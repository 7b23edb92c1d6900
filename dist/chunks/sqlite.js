const require_sql_store = require("./sql-store.js");
let node_path = require("node:path");
let node_os = require("node:os");
let node_fs = require("node:fs");
// node_modules/kysely/dist/dialect/sqlite/sqlite-driver.js
var SqliteDriver = class {
	#config;
	#db;
	#connection;
	constructor(config) {
		this.#config = require_sql_store.freeze({ ...config });
	}
	async init(options) {
		this.#db = require_sql_store.isFunction(this.#config.database) ? await this.#config.database(options) : this.#config.database;
		this.#connection = new SqliteConnection(this.#db);
		if (this.#config.onCreateConnection) await this.#config.onCreateConnection(this.#connection, options);
	}
	async acquireConnection() {
		return this.#connection;
	}
	async beginTransaction(connection) {
		await connection.executeQuery(require_sql_store.CompiledQuery.raw("begin"));
	}
	async commitTransaction(connection) {
		await connection.executeQuery(require_sql_store.CompiledQuery.raw("commit"));
	}
	async rollbackTransaction(connection) {
		await connection.executeQuery(require_sql_store.CompiledQuery.raw("rollback"));
	}
	async savepoint(connection, savepointName, compileQuery) {
		await connection.executeQuery(compileQuery(require_sql_store.parseSavepointCommand("savepoint", savepointName), require_sql_store.createQueryId()));
	}
	async rollbackToSavepoint(connection, savepointName, compileQuery) {
		await connection.executeQuery(compileQuery(require_sql_store.parseSavepointCommand("rollback to", savepointName), require_sql_store.createQueryId()));
	}
	async releaseSavepoint(connection, savepointName, compileQuery) {
		await connection.executeQuery(compileQuery(require_sql_store.parseSavepointCommand("release", savepointName), require_sql_store.createQueryId()));
	}
	async releaseConnection() {}
	async destroy() {
		this.#db?.close();
	}
};
var SqliteConnection = class {
	#db;
	constructor(db) {
		this.#db = db;
	}
	async executeQuery(compiledQuery) {
		const { sql, parameters } = compiledQuery;
		const stmt = this.#db.prepare(sql);
		if (stmt.reader) return { rows: stmt.all(parameters) };
		const { changes, lastInsertRowid } = stmt.run(parameters);
		return {
			insertId: lastInsertRowid != null ? BigInt(lastInsertRowid) : void 0,
			numAffectedRows: changes != null ? BigInt(changes) : void 0,
			rows: []
		};
	}
	async *streamQuery(compiledQuery, _chunkSize) {
		const { sql, parameters, query } = compiledQuery;
		const stmt = this.#db.prepare(sql);
		if (!require_sql_store.SelectQueryNode.is(query)) throw new Error("Sqlite driver only supports streaming of select queries");
		const iter = stmt.iterate(parameters);
		for (const row of iter) yield { rows: [row] };
	}
};
// node_modules/kysely/dist/dialect/sqlite/sqlite-query-compiler.js
const ID_WRAP_REGEX = /"/g;
const JSON_PATH_MEMBER_ESCAPE_REGEX = /[\\'"]/g;
var SqliteQueryCompiler = class extends require_sql_store.DefaultQueryCompiler {
	visitOrAction(node) {
		this.append("or ");
		this.append(node.action);
	}
	getCurrentParameterPlaceholder() {
		return "?";
	}
	getLeftExplainOptionsWrapper() {
		return "";
	}
	getRightExplainOptionsWrapper() {
		return "";
	}
	getLeftIdentifierWrapper() {
		return "\"";
	}
	getRightIdentifierWrapper() {
		return "\"";
	}
	getAutoIncrement() {
		return "autoincrement";
	}
	sanitizeIdentifier(identifier) {
		return identifier.replace(ID_WRAP_REGEX, "\"\"");
	}
	sanitizeJSONPathMemberValue(value) {
		return value.replace(JSON_PATH_MEMBER_ESCAPE_REGEX, (char) => char === "\\" ? "\\\\" : char === "'" ? "''" : "\\\"");
	}
	visitDefaultInsertValue(_) {
		this.append("null");
	}
};
// node_modules/kysely/dist/dialect/sqlite/sqlite-introspector.js
var SqliteIntrospector = class {
	#db;
	constructor(db) {
		this.#db = db;
	}
	async getSchemas() {
		return [];
	}
	async getTables(options = { withInternalKyselyTables: false }) {
		return await this.#getTableMetadata(options);
	}
	#tablesQuery(qb, options) {
		let tablesQuery = qb.selectFrom("sqlite_master").where("type", "in", ["table", "view"]).where("name", "not like", "sqlite_%").select([
			"name",
			"sql",
			"type"
		]).orderBy("name");
		if (!options.withInternalKyselyTables) tablesQuery = tablesQuery.where("name", "!=", require_sql_store.DEFAULT_MIGRATION_TABLE).where("name", "!=", require_sql_store.DEFAULT_MIGRATION_LOCK_TABLE);
		return tablesQuery;
	}
	async #getTableMetadata(options) {
		const tablesResult = await this.#tablesQuery(this.#db, options).execute();
		const tableMetadata = await this.#db.with("table_list", (qb) => this.#tablesQuery(qb, options)).selectFrom(["table_list as tl", require_sql_store.sql`pragma_table_info(tl.name)`.as("p")]).select([
			"tl.name as table",
			"p.cid",
			"p.name",
			"p.type",
			"p.notnull",
			"p.dflt_value",
			"p.pk"
		]).orderBy("tl.name").orderBy("p.cid").execute();
		const columnsByTable = {};
		for (const row of tableMetadata) {
			columnsByTable[row.table] ??= [];
			columnsByTable[row.table].push(row);
		}
		return tablesResult.map(({ name, sql, type }) => {
			let autoIncrementCol = sql?.split(/[\(\),]/)?.find((it) => it.toLowerCase().includes("autoincrement"))?.trimStart()?.split(/\s+/)?.[0]?.replace(/["`]/g, "");
			const columns = columnsByTable[name] ?? [];
			if (!autoIncrementCol) {
				const pkCols = columns.filter((r) => r.pk > 0);
				if (pkCols.length === 1 && pkCols[0].type.toLowerCase() === "integer") autoIncrementCol = pkCols[0].name;
			}
			return {
				name,
				isView: type === "view",
				isForeign: false,
				columns: columns.map((col) => ({
					name: col.name,
					dataType: col.type,
					isNullable: !col.notnull,
					isAutoIncrementing: col.name === autoIncrementCol,
					hasDefaultValue: col.dflt_value != null,
					comment: void 0
				}))
			};
		});
	}
};
// node_modules/kysely/dist/dialect/sqlite/sqlite-adapter.js
var SqliteAdapter = class extends require_sql_store.DialectAdapterBase {
	get supportsMultipleConnections() {
		return false;
	}
	get supportsTransactionalDdl() {
		return false;
	}
	get supportsReturning() {
		return true;
	}
	async acquireMigrationLock(_db, _opt) {}
	async releaseMigrationLock(_db, _opt) {}
};
// node_modules/kysely/dist/dialect/sqlite/sqlite-dialect.js
var SqliteDialect = class {
	#config;
	constructor(config) {
		this.#config = require_sql_store.freeze({ ...config });
	}
	createDriver() {
		return new SqliteDriver(this.#config);
	}
	createQueryCompiler() {
		return new SqliteQueryCompiler();
	}
	createAdapter() {
		return new SqliteAdapter();
	}
	createIntrospector(db) {
		return new SqliteIntrospector(db);
	}
};
// src/store/head-file.ts
function headFile(path) {
	return {
		name: "head file",
		isInDatabase: false,
		async read() {
			try {
				return parse((0, node_fs.readFileSync)(path, "utf8"));
			} catch {
				return null;
			}
		},
		async write(_, record, durable) {
			const text = Buffer.from(`${JSON.stringify(record)}\n`);
			const file = (0, node_fs.openSync)(path, "a+", 384);
			(0, node_fs.closeSync)(file);
			const handle = (0, node_fs.openSync)(path, "r+");
			try {
				(0, node_fs.writeSync)(handle, text, 0, text.length, 0);
				(0, node_fs.ftruncateSync)(handle, text.length);
				if (durable) (0, node_fs.fdatasyncSync)(handle);
			} finally {
				(0, node_fs.closeSync)(handle);
			}
		}
	};
}
function parse(text) {
	const value = JSON.parse(text.split("\n", 1)[0] ?? "");
	const isHead = (head) => typeof head?.count === "number" && typeof head.hash === "string";
	if (!isHead(value) || value?.next !== null && !isHead(value?.next)) return null;
	return value;
}
// src/store/node-sqlite.ts
const busyTimeoutMs = 5e3;
function openDatabase(path, options = {}) {
	const { DatabaseSync } = loadSqlite();
	const database = new DatabaseSync(path, {
		...options,
		timeout: busyTimeoutMs,
		enableForeignKeyConstraints: true
	});
	if (options.readOnly !== true) {
		keepLogAhead(database);
		database.exec("pragma synchronous = full");
	}
	return database;
}
const busy = 5;
const pauseMs = 5;
function keepLogAhead(database) {
	const due = Date.now() + busyTimeoutMs;
	for (;;) try {
		database.exec("pragma journal_mode = wal");
		return;
	} catch (error) {
		if (!(error instanceof Error && "errcode" in error && error.errcode === busy) || Date.now() > due) throw error;
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
	}
}
var NodeSqliteDialect = class extends SqliteDialect {
	constructor(database) {
		super({ database: adapt(database) });
	}
	createAdapter() {
		return new TransactionalAdapter();
	}
};
var TransactionalAdapter = class extends SqliteAdapter {
	get supportsTransactionalDdl() {
		return true;
	}
};
function adapt(database) {
	return {
		close: () => database.close(),
		prepare(sql) {
			if (sql === "rollback" && !database.isTransaction) return nothing;
			const statement = database.prepare(sql === "begin" ? "begin immediate" : sql);
			return {
				reader: statement.columns().length > 0,
				all: (parameters) => statement.all(...inputs(parameters)),
				run: (parameters) => statement.run(...inputs(parameters)),
				iterate: (parameters) => statement.iterate(...inputs(parameters))
			};
		}
	};
}
const nothing = {
	reader: false,
	all: () => [],
	run: () => ({
		changes: 0,
		lastInsertRowid: 0
	}),
	iterate: () => [][Symbol.iterator]()
};
function inputs(parameters) {
	return parameters.map((value) => {
		if (value === null || typeof value === "string" || typeof value === "number") return value;
		throw new TypeError(`a ${typeof value} is not a value for SQLite`);
	});
}
function loadSqlite() {
	const emitWarning = process.emitWarning.bind(process);
	process.emitWarning = (...args) => {
		if (String(args[0]).startsWith("SQLite is an experimental feature")) return;
		Reflect.apply(emitWarning, null, args);
	};
	try {
		return process.getBuiltinModule("node:sqlite");
	} finally {
		process.emitWarning = emitWarning;
	}
}
// src/store/transactions.ts
function plainTransactions(db) {
	const run = (work) => db.transaction().execute(work);
	return {
		change: run,
		snapshot: run
	};
}
// src/store/sqlite.ts
async function openStore(path, options) {
	let db = null;
	try {
		if (options.mustExist === true && !(0, node_fs.existsSync)(path)) throw new Error("there is none here yet");
		(0, node_fs.mkdirSync)((0, node_path.dirname)(path), {
			recursive: true,
			mode: 448
		});
		(0, node_fs.closeSync)((0, node_fs.openSync)(path, "a", 384));
		db = new require_sql_store.Kysely({ dialect: new NodeSqliteDialect(openDatabase(path)) });
		await require_sql_store.migrate(db, {
			migrations: require_sql_store.migrationsFor(flavour),
			isMade: await hasTables(db),
			log: options.log
		});
	} catch (error) {
		await db?.destroy();
		throw require_sql_store.storeError(path, error);
	}
	const by = options.by ?? (0, node_os.hostname)();
	return new require_sql_store.SqlStore(db, {
		location: path,
		owner: options.owner ?? require_sql_store.newOwner(),
		by,
		head: headFile(`${path}.head`),
		transactions: plainTransactions(db)
	});
}
const flavour = {
	text: "text",
	id: (column) => column.primaryKey().autoIncrement(),
	hasHeadTable: false,
	async makeAppendOnly(ledger) {
		for (const change of ["update", "delete"]) await require_sql_store.sql.raw(`create trigger ledger_no_${change} before ${change} on ledger
           begin select raise(abort, 'the ledger is append-only'); end`).execute(ledger);
	}
};
async function hasTables(db) {
	return (await db.introspection.getTables({ withInternalKyselyTables: true })).some((table) => table.name === "kysely_migration");
}
exports.openStore = openStore;
