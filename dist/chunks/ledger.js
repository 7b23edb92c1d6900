// src/core/ledger.ts
const noLines = {
	count: 0,
	hash: "0".repeat(64)
};
function hashOf(entry) {
	const { createHash } = process.getBuiltinModule("node:crypto");
	const { seq, at, by, kind, fingerprint, data, previous } = entry;
	return createHash("sha256").update(JSON.stringify([
		seq,
		at,
		by,
		kind,
		fingerprint,
		data,
		previous
	])).digest("hex");
}
function nextLine(head, event, by) {
	const { at, kind, fingerprint, data } = event;
	const line = {
		seq: head.count + 1,
		at,
		by,
		kind,
		fingerprint,
		data,
		previous: head.hash
	};
	return {
		...line,
		hash: hashOf(line)
	};
}
var LedgerCheck = class {
	problems = [];
	#last = noLines;
	#hashAt = new Map();
	#wanted;
	#isBroken = false;
	constructor(heads) {
		this.#wanted = new Set(heads.map((head) => head.count));
	}
	get head() {
		return this.#last;
	}
	take(entry) {
		const { seq, hash } = entry;
		const last = this.#last;
		const expected = last.count + 1;
		const known = this.#isBroken;
		this.#isBroken = false;
		if (seq > expected) {
			const lines = seq - 1 === expected ? `line ${expected} is` : `lines ${expected} to ${seq - 1} are`;
			this.#report(expected, `${lines} missing`);
		} else if (seq < expected) {
			this.#isBroken = true;
			this.#report(seq, `line ${seq} stands behind line ${last.count}: moved, or put in`);
		}
		if (hashOf(entry) !== hash) {
			this.#isBroken = true;
			this.#report(seq, `line ${seq} was changed after it was written`);
		} else if (!known && seq === expected && entry.previous !== last.hash) this.#report(last.count, `line ${last.count} is not the one that line ${seq} was written behind: one of them was replaced`);
		if (entry.kind === "head") this.#report(seq, `line ${seq} records that the ledger did not fit its head: ${String(entry.data["why"])}`);
		if (this.#wanted.has(seq)) this.#hashAt.set(seq, hash);
		this.#last = {
			count: seq,
			hash
		};
	}
	end(head, place) {
		const { count, hash } = this.#last;
		if (count < head.count) {
			const lines = head.count === count + 1 ? `line ${head.count} is` : `lines ${count + 1} to ${head.count} are`;
			this.#report(count + 1, `${lines} missing at the end: ${place} says that there are ${head.count}`);
			return;
		}
		const here = count === head.count ? hash : this.#hashAt.get(head.count);
		if (head.count > 0 && here !== head.hash) this.#report(head.count, `line ${head.count} is not the one that ${place} names: it was replaced`);
	}
	endExactly(head, place) {
		this.end(head, place);
		const { count } = this.#last;
		if (count <= head.count) return;
		const lines = count === head.count + 1 ? `line ${count} was` : `lines ${head.count + 1} to ${count} were`;
		this.#report(head.count + 1, `${lines} appended by hand: ${place} ends at line ${head.count}`);
	}
	#report(line, what) {
		this.problems.push({
			line,
			what
		});
	}
};
Object.defineProperty(exports, "LedgerCheck", {
	enumerable: true,
	get: function() {
		return LedgerCheck;
	}
});
Object.defineProperty(exports, "nextLine", {
	enumerable: true,
	get: function() {
		return nextLine;
	}
});
Object.defineProperty(exports, "noLines", {
	enumerable: true,
	get: function() {
		return noLines;
	}
});
