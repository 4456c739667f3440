// Connections of their own, beside the one that client.mjs holds: every policy, mode and user from one process.
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { AttributeIds, MessageSecurityMode, OPCUAClient, SecurityPolicy, TimestampsToReturn, UserTokenType } from "node-opcua-client";
import { plain } from "./plain.mjs";

/** What createSession wants for {user, password} or {userCertificate, userKey}; files, DER and PEM. */
export function identityOf({ user, password, userCertificate, userKey }) {
  if (userCertificate)
    return { type: UserTokenType.Certificate, certificateData: readFileSync(userCertificate), privateKey: readFileSync(userKey, "utf8") };
  return user ? { type: UserTokenType.UserName, userName: user, password } : undefined;
}

export function clientOf(certificates, { policy, mode, tokenLifetime = 60000 }) {
  const client = OPCUAClient.create({
    applicationName: "interop",
    endpointMustExist: false,
    securityPolicy: SecurityPolicy[policy],
    securityMode: MessageSecurityMode[mode],
    defaultSecureTokenLifetime: tokenLifetime,
    connectionStrategy: { maxRetry: 1, initialDelay: 100, maxDelay: 500 },
    clientCertificateManager: certificates,
  });
  const happened = { renewed: 0, lost: 0, reconnected: 0 };
  client.on("security_token_renewed", () => happened.renewed++);
  client.on("connection_lost", () => happened.lost++);
  client.on("connection_reestablished", () => happened.reconnected++);
  return { client, happened };
}

async function attempt(endpoint, certificates, given) {
  const { client, happened } = clientOf(certificates, given);
  let session;
  try {
    await client.connect(endpoint);
    session = await client.createSession(identityOf(given));
    const read = given.read.length ? await session.read(given.read.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value }))) : [];
    const changes = [];
    if (given.watch) {
      const subscription = await session.createSubscription2({
        requestedPublishingInterval: 100, requestedLifetimeCount: 600, requestedMaxKeepAliveCount: 20, maxNotificationsPerPublish: 0, publishingEnabled: true, priority: 1,
      });
      const item = await subscription.monitor(
        { nodeId: given.watch, attributeId: AttributeIds.Value }, { samplingInterval: 0, queueSize: 1000, discardOldest: true }, TimestampsToReturn.Both);
      item.on("changed", (value) => changes.push(value.value.value));
      for (let i = 0; i < 600 && happened.renewed < given.renewals; i++) await delay(100);
      await subscription.terminate();
    }
    return { connected: true, values: read.map((value) => plain(value.value)), changes, ...happened };
  } catch (error) {
    return { connected: false, error: error.message, ...happened };
  } finally {
    await session?.close().catch(() => {});
    await client.disconnect().catch(() => {});
  }
}

export const attemptCommands = (endpoint, certificates) => ({
  try: (given) => attempt(endpoint, certificates, given),
  "try-all": async ({ attempts }) => ({ answers: await Promise.all(attempts.map((given) => attempt(endpoint, certificates, given))) }),
});
