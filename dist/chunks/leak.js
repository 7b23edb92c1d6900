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
