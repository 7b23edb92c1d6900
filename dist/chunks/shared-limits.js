const require_sql_store = require("./sql-store.js");
const require_shared_pace = require("./shared-pace.js");
const require_postgres = require("./postgres.js");
// src/store/shared-limits.ts
const freshMs = 700;
const chunkMs = 1e3;
var SharedLimits = class {
	#db;
	#bans = new Map();
	#turns = new Map();
	constructor(url, log) {
		this.#db = require_postgres.connect(url, log, require_postgres.readAddress(url));
	}
	bansOf(who) {
		const known = this.#bans.get(who) ?? bansIn(this.#db, who);
		this.#bans.set(who, known);
		return known;
	}
	turnsOf(who, rate) {
		const known = this.#turns.get(who) ?? turnsIn(this.#db, who, rate);
		this.#turns.set(who, known);
		return known;
	}
	paceOf(who, rate) {
		const bans = this.bansOf(who);
		return {
			turn: this.turnsOf(who, rate),
			spend: () => void reserve(this.#db, who, 1, 6e4 / rate.perMinute).catch(() => {}),
			until: () => bans.until("all"),
			hold: (until) => bans.hold("all", until)
		};
	}
	async close() {
		await this.#db.destroy();
	}
};
function bansIn(db, who) {
	let readAt = 0;
	let reading = null;
	const ends = new Map();
	const note = (budget, until) => ends.set(budget, Math.max(ends.get(budget) ?? 0, until));
	const read = async () => {
		const asked = Date.now();
		const rows = await db.selectFrom("ban").select(["budget", require_sql_store.sql`1000 * extract(epoch from until - clock_timestamp())`.as("ms")]).where("who", "=", who).where("until", ">", require_sql_store.sql`clock_timestamp()`).execute();
		for (const { budget, ms } of rows) note(budget, Date.now() + Number(ms));
		readAt = asked;
	};
	return {
		async until(budget) {
			if (Date.now() - readAt > freshMs) await (reading ??= read().finally(() => reading = null));
			return Math.max(ends.get(budget) ?? 0, ends.get("all") ?? 0);
		},
		async hold(budget, until) {
			note(budget, until);
			const end = require_sql_store.sql`clock_timestamp() + make_interval(secs => ${(until - Date.now()) / 1e3}::float8)`;
			await db.insertInto("ban").values({
				who,
				budget,
				until: end
			}).onConflict((conflict) => conflict.columns(["who", "budget"]).doUpdateSet({ until: require_sql_store.sql`greatest(ban.until, excluded.until)` })).execute();
		}
	};
}
function turnsIn(db, who, { perMinute, burst }) {
	const intervalMs = 6e4 / perMinute;
	const atOnce = Math.max(1, Math.floor(chunkMs / intervalMs));
	let turns = [];
	let last = Promise.resolve();
	const reserved = async () => {
		turns = turns.filter((at) => Date.now() - at < require_shared_pace.turnLastsMs);
		if (turns.length === 0) {
			const inMs = await reserve(db, who, atOnce, intervalMs);
			const now = Date.now();
			turns = Array.from({ length: atOnce }, (_, i) => Math.max(now, now + inMs - (atOnce - 1 - i) * intervalMs - burst * intervalMs));
		}
		return turns.shift() ?? Infinity;
	};
	return () => {
		const mine = last.then(reserved);
		last = mine.catch(() => {});
		return mine;
	};
}
async function reserve(db, who, count, intervalMs) {
	const span = require_sql_store.sql`make_interval(secs => ${count * intervalMs / 1e3}::float8)`;
	const { ms } = await db.insertInto("pace").values({
		who,
		evenly: require_sql_store.sql`clock_timestamp() + ${span}`
	}).onConflict((conflict) => conflict.column("who").doUpdateSet({ evenly: require_sql_store.sql`greatest(pace.evenly, clock_timestamp()) + ${span}` })).returning(require_sql_store.sql`1000 * extract(epoch from evenly - clock_timestamp())`.as("ms")).executeTakeFirstOrThrow();
	return Number(ms);
}
exports.SharedLimits = SharedLimits;
