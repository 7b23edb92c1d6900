const require_octokit = require("./octokit.js");
// src/github/secrets.ts
function githubSecretSink(name, place, connection) {
	const { rest } = require_octokit.connect(connection, connection.log);
	const { actions } = rest;
	async function publicKey() {
		const attempt = `give the public key for ${placeText(place)}`;
		try {
			const { data } = await askPublicKey();
			if (!isPublicKey(data)) throw new require_octokit.GitHubFailure(`GitHub did not ${attempt}: what it gave is none`, null);
			return data;
		} catch (error) {
			throw require_octokit.failure(attempt, error);
		}
	}
	function askPublicKey() {
		switch (place.kind) {
			case "repository": return actions.getRepoPublicKey({
				owner: place.owner,
				repo: place.repo
			});
			case "environment": return actions.getEnvironmentPublicKey({
				owner: place.owner,
				repo: place.repo,
				environment_name: place.environment
			});
			case "organisation": return actions.getOrgPublicKey({ org: place.org });
		}
	}
	async function put(encrypted_value, key_id) {
		const value = {
			secret_name: place.secret,
			encrypted_value,
			key_id
		};
		switch (place.kind) {
			case "repository": return actions.createOrUpdateRepoSecret({
				owner: place.owner,
				repo: place.repo,
				...value
			});
			case "environment": return actions.createOrUpdateEnvironmentSecret({
				owner: place.owner,
				repo: place.repo,
				environment_name: place.environment,
				...value
			});
			case "organisation": {
				const shared = await sharedWith(place.org, place.secret);
				return actions.createOrUpdateOrgSecret({
					org: place.org,
					...shared,
					...value
				});
			}
		}
	}
	async function sharedWith(org, secret_name) {
		try {
			const { data } = await actions.getOrgSecret({
				org,
				secret_name
			});
			if (data.visibility !== "selected") return { visibility: data.visibility };
			const pages = await require_octokit.connect(connection, connection.log).paginate("GET /orgs/{org}/actions/secrets/{secret_name}/repositories", {
				org,
				secret_name,
				per_page: 100
			});
			return {
				visibility: data.visibility,
				selected_repository_ids: pages.map(({ id }) => id)
			};
		} catch (error) {
			if (require_octokit.failure("", error).status === 404) return { visibility: "private" };
			throw error;
		}
	}
	return {
		name,
		prepare: async () => {
			await publicKey();
		},
		take: async (key) => {
			const recipient = await publicKey();
			const sealed = await seal(key, recipient.key);
			const attempt = `take ${placeText(place)}`;
			try {
				const { status } = await put(sealed, recipient.key_id);
				if (status !== 201 && status !== 204) throw new require_octokit.GitHubFailure(`GitHub did not ${attempt}: it answered ${status}`, status);
			} catch (error) {
				throw require_octokit.failure(attempt, error);
			}
			return placeText(place);
		}
	};
}
function isPublicKey(data) {
	if (typeof data !== "object" || data === null || !("key" in data) || !("key_id" in data)) return false;
	const { key, key_id } = data;
	return typeof key === "string" && typeof key_id === "string" && Buffer.from(key, "base64").length === 32;
}
async function seal(key, publicKey) {
	const { default: sodium } = await Promise.resolve().then(() => require("./libsodium-wrappers.js"));
	await sodium.ready;
	const { ORIGINAL } = sodium.base64_variants;
	const box = sodium.crypto_box_seal(key.expose(), sodium.from_base64(publicKey, ORIGINAL));
	return sodium.to_base64(box, ORIGINAL);
}
function placeText(place) {
	switch (place.kind) {
		case "repository": return `the secret ${place.secret} of ${place.owner}/${place.repo}`;
		case "environment": return `the secret ${place.secret} of the environment ${place.environment} of ${place.owner}/${place.repo}`;
		case "organisation": return `the secret ${place.secret} of the organisation ${place.org}`;
	}
}
exports.githubSecretSink = githubSecretSink;
