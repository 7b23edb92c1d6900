let node_path = require("node:path");
let node_fs_promises = require("node:fs/promises");
let node_os = require("node:os");
// src/io/scratch.ts
async function makeScratch(name) {
	return (0, node_fs_promises.mkdtemp)((0, node_path.join)((0, node_os.tmpdir)(), `${name}-`));
}
async function removeScratch(folder) {
	await (0, node_fs_promises.rm)(folder, {
		recursive: true,
		force: true
	});
}
async function filesHolding(folder, text) {
	const entries = await (0, node_fs_promises.readdir)(folder, {
		recursive: true,
		withFileTypes: true
	});
	const found = [];
	for (const entry of entries) {
		if (!entry.isFile()) continue;
		const path = (0, node_path.join)(entry.parentPath, entry.name);
		if ((await (0, node_fs_promises.readFile)(path)).includes(text)) found.push(path);
	}
	return found;
}
// src/sandbox/leak.ts
async function createKeyToLeak(connectionLine) {
	const { live_url: url, live_api_key: managementKey } = JSON.parse(connectionLine);
	const answer = await fetch(`${url}/v1/api-keys`, {
		method: "POST",
		headers: {
			authorization: `Bearer ${managementKey}`,
			"content-type": "application/json"
		},
		body: JSON.stringify({
			name: "checkout-service",
			environment: "live"
		})
	});
	const body = await answer.json();
	if (answer.status !== 201 || body.key?.id === void 0 || body.raw_key === void 0) throw new Error(`creating a key was answered with ${answer.status}`);
	return {
		id: body.key.id,
		raw: body.raw_key
	};
}
Object.defineProperty(exports, "createKeyToLeak", {
	enumerable: true,
	get: function() {
		return createKeyToLeak;
	}
});
Object.defineProperty(exports, "filesHolding", {
	enumerable: true,
	get: function() {
		return filesHolding;
	}
});
Object.defineProperty(exports, "makeScratch", {
	enumerable: true,
	get: function() {
		return makeScratch;
	}
});
Object.defineProperty(exports, "removeScratch", {
	enumerable: true,
	get: function() {
		return removeScratch;
	}
});
