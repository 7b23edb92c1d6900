const require_text = require("./text.js");
// src/keys/standing.ts
function standingOf(steps, oldKeyId) {
	const done = steps.filter(({ result }) => result === "done");
	const revoked = new Set(steps.filter(({ step }) => step === "revoke").map(({ target }) => target));
	const lastHandOver = steps.findLastIndex(({ step }) => step === "deliver");
	const lastRevoke = steps.findLastIndex(({ step, target }) => step === "revoke" && target === oldKeyId);
	const proof = steps.findLast(({ step, target, result }, i) => step === "prove" && (result === "done" || result === null && i < lastRevoke) && !revoked.has(target) && i > lastHandOver);
	return {
		doubtSince: steps.findLast(({ step, target, result }) => step === "revoke" && target === oldKeyId && result === null)?.at ?? null,
		made: steps.filter(({ step }) => step === "create").map(({ target, keyId }) => ({
			name: target,
			keyId
		})),
		proven: proof?.target ?? null,
		dead: new Set(done.filter(({ step }) => step === "revoke").map(({ target }) => target)),
		revoked,
		cleared: lastRevoke > steps.findLastIndex(({ step }) => step === "create")
	};
}
function newName(oldName, at, token) {
	const base = oldName.replace(/ \(rotated [^()]*\)$/, "").trim();
	return `${(base === "" ? "key" : base).slice(0, 60)} (rotated ${at.slice(0, 10)}, ${token})`;
}
// src/keys/rotation-text.ts
function rotationText(end, old) {
	const which = `${old.environment} key ${old.id} (${require_text.visible(old.name)})`;
	const heads = {
		rotated: `Rotated ${which}: key ${end.newKeyId} is in its place, and the old one is dead.`,
		"taken-back": `Took the rotation of ${which} back: what it made is dead, and the old key works on.`,
		waiting: `Key ${end.newKeyId} is in the place of ${which}, which is not revoked yet.`,
		unfinished: `Not finished: ${which}: ${require_text.visible(end.why ?? "")}.`
	};
	const steps = end.steps.map(({ at, step, result, detail, target }) => {
		const what = detail ?? `begun, and nobody knows how it ended (${target})`;
		return `  ${at}  ${step.padEnd(7)}  ${(result ?? "in doubt").padEnd(8)}  ${require_text.visible(what)}\n`;
	});
	const next = nextSteps(end, old).map((sentence) => `${sentence}\n`);
	return `${heads[end.result]}\n${steps.join("")}${next.join("")}`;
}
const sameCommand = "To go on: run the same command again; it goes on from here (--now does not wait for quiet).";
function nextSteps(end, old, on = sameCommand) {
	if (end.result !== "unfinished") return [];
	const isDead = end.steps.some(({ step, target, result }) => step === "revoke" && target === old.id && result === "done");
	const isInDoubt = end.steps.some(({ step, target }) => step === "revoke" && target === old.id);
	const standing = isDead ? `The old key ${old.id} is dead.` : isInDoubt ? `A revoke of the old key ${old.id} was begun; it may be dead.` : `The old key ${old.id} works on, and nothing needs to change.`;
	const made = end.newKeyId === null ? "No new key is in its place for certain." : `Key ${end.newKeyId} is in its place and works.`;
	const back = `To go back: give the old key back to what uses it, then run \`akguard rotate --key ${old.id} --back\`.`;
	const hasMade = end.steps.some(({ step }) => step === "create");
	return [
		`${standing} ${made}`,
		on,
		...hasMade && !isDead && !isInDoubt ? [back] : []
	];
}
function openRotationText(rotation, steps) {
	const { environment, oldKeyId: id, startedAt } = rotation;
	const newKeyId = standingOf(steps, id).proven;
	const on = `To go on: \`akguard rotate --key ${id} --to PLACE --now\`, or a scan with --revoke that finds the key.`;
	return `${environment} key ${id}, begun at ${startedAt}: ${nextSteps({
		result: "unfinished",
		why: null,
		isAlive: false,
		newKeyId,
		startedAt,
		steps
	}, {
		id,
		name: "",
		environment
	}, on).join(" ")}`;
}
function rotationJson(end, old, exitCode) {
	return {
		schema: "akguard.rotation/1",
		result: end.result,
		why: end.why,
		environment: old.environment,
		old: {
			id: old.id,
			name: old.name
		},
		new: end.newKeyId === null ? null : { id: end.newKeyId },
		started_at: end.startedAt,
		steps: end.steps.map(({ step, target, at, result, endedAt: ended_at, detail, keyId, fingerprint }) => ({
			step,
			target,
			at,
			result,
			ended_at,
			detail,
			key_id: keyId,
			fingerprint
		})),
		next: nextSteps(end, old),
		exit_code: exitCode
	};
}
Object.defineProperty(exports, "newName", {
	enumerable: true,
	get: function() {
		return newName;
	}
});
Object.defineProperty(exports, "nextSteps", {
	enumerable: true,
	get: function() {
		return nextSteps;
	}
});
Object.defineProperty(exports, "openRotationText", {
	enumerable: true,
	get: function() {
		return openRotationText;
	}
});
Object.defineProperty(exports, "rotationJson", {
	enumerable: true,
	get: function() {
		return rotationJson;
	}
});
Object.defineProperty(exports, "rotationText", {
	enumerable: true,
	get: function() {
		return rotationText;
	}
});
Object.defineProperty(exports, "standingOf", {
	enumerable: true,
	get: function() {
		return standingOf;
	}
});
