// node-opcua's client against an OPC UA server of ours. Each line of standard input is a JSON command, each answer one JSON
// line on standard output: {"command":…,"ok":true,…} or {"command":…,"ok":false,"error":…}.
//
//   node scripts/client.mjs --endpoint opc.tcp://127.0.0.1:48401 [--user name --password text]
//
// Commands:
//   {"command":"endpoints"}                                  endpoints and servers that the server names
//   {"command":"browse","root":"i=84","limit":2}             the whole tree below root, `limit` references a response
//   {"command":"translate","start":"i=85","path":"/2:a/2:b"} node id that a browse path leads to
//   {"command":"read","nodes":[…],"attribute":13}            values with status and times
//   {"command":"write","node":…,"type":"Double","value":1}   status of the write
//   {"command":"call","object":…,"method":…,"arguments":[{"type":…,"value":…}]}
//   {"command":"subscribe","nodes":[…],"sampling":0,"queue":50,"publishing":100,"deadband":0,"for":3000}
//   {"command":"exit"}
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { keepStandardOutputClean, parseArguments, report } from "./arguments.mjs";

keepStandardOutputClean();
const { OPCUACertificateManager } = await import("node-opcua-certificate-manager");
const opcua = await import("node-opcua-client");
const { OPCUAClient, DataType, AttributeIds, TimestampsToReturn, BrowseDirection, makeBrowsePath } = opcua;

const options = parseArguments({ endpoint: "", user: "", password: "" });
const pki = mkdtempSync(join(tmpdir(), "opcua-interop-"));
const client = OPCUAClient.create({
  applicationName: "interop",
  endpointMustExist: false,
  connectionStrategy: { maxRetry: 1, initialDelay: 100 },
  clientCertificateManager: new OPCUACertificateManager({ rootFolder: pki }),
});
await client.connect(options.endpoint);
const session = await client.createSession(
  options.user ? { type: opcua.UserTokenType.UserName, userName: options.user, password: options.password } : undefined,
);

// 64-bit integers come as [high, low]; text keeps them exact. Values of a structure come as their text.
function plain(variant) {
  if (!variant || variant.value === null || variant.value === undefined) return null;
  const { dataType, value } = variant;
  const one = (item) => {
    if (dataType === DataType.Int64 || dataType === DataType.UInt64) {
      const bits = (BigInt(item[0]) << 32n) | BigInt(item[1] >>> 0);
      return String(dataType === DataType.Int64 ? BigInt.asIntN(64, bits) : bits);
    }
    if (item instanceof Date) return item.toISOString();
    return typeof item === "object" && item !== null ? item.toString() : item;
  };
  return variant.arrayType === 0 ? one(value) : Array.from(value, one);
}

const shown = (dataValue) => ({
  status: dataValue.statusCode.value,
  type: dataValue.value ? DataType[dataValue.value.dataType] : null,
  value: plain(dataValue.value),
  source: dataValue.sourceTimestamp?.toISOString() ?? null,
  server: dataValue.serverTimestamp?.toISOString() ?? null,
});

const commands = {
  async endpoints() {
    const endpoints = await client.getEndpoints({});
    const servers = await client.findServers({});
    return {
      endpoints: endpoints.map((e) => ({ url: e.endpointUrl, policy: e.securityPolicyUri, mode: e.securityMode, tokens: e.userIdentityTokens.map((t) => t.tokenType) })),
      servers: servers.map((s) => s.applicationUri),
    };
  },

  async browse({ root = "i=84", limit = 0 }) {
    const nodes = [];
    const seen = new Set();
    let responses = 0;
    const queue = [{ id: root, name: "" }];
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (seen.has(next.id)) continue;
      seen.add(next.id);
      nodes.push(next);
      session.requestedMaxReferencesPerNode = limit;
      let result = await session.browse({
        nodeId: next.id,
        browseDirection: BrowseDirection.Forward,
        referenceTypeId: "HierarchicalReferences",
        includeSubtypes: true,
        resultMask: 63,
      });
      responses++;
      const references = [...(result.references ?? [])];
      while (result.continuationPoint?.length) {
        result = await session.browseNext(result.continuationPoint, false);
        responses++;
        references.push(...(result.references ?? []));
      }
      if (!result.statusCode.isGood()) throw new Error(`browse of ${next.id}: ${result.statusCode.toString()}`);
      for (const reference of references)
        queue.push({
          id: reference.nodeId.toString(),
          name: reference.browseName.toString(),
          class: reference.nodeClass,
          type: reference.typeDefinition?.toString() ?? null,
        });
    }
    return { nodes, responses };
  },

  async translate({ start, path }) {
    const result = await session.translateBrowsePath(makeBrowsePath(start, path));
    return { status: result.statusCode.value, targets: (result.targets ?? []).map((t) => t.targetId.toString()) };
  },

  async read({ nodes, attribute = AttributeIds.Value }) {
    const values = await session.read(nodes.map((nodeId) => ({ nodeId, attributeId: attribute })));
    return { values: values.map(shown) };
  },

  async write({ node, type, value }) {
    const status = await session.write({ nodeId: node, attributeId: AttributeIds.Value, value: { value: { dataType: DataType[type], value } } });
    return { status: status.value };
  },

  async call({ object, method, arguments: given = [] }) {
    const result = await session.call({
      objectId: object,
      methodId: method,
      inputArguments: given.map(({ type, value }) => ({ dataType: DataType[type], value })),
    });
    return { status: result.statusCode.value, arguments: (result.outputArguments ?? []).map(plain) };
  },

  async subscribe({ nodes, sampling = 0, queue = 50, publishing = 100, deadband = 0, for: duration = 1000 }) {
    const subscription = await session.createSubscription2({
      requestedPublishingInterval: publishing,
      requestedLifetimeCount: 600,
      requestedMaxKeepAliveCount: 5,
      maxNotificationsPerPublish: 0,
      publishingEnabled: true,
      priority: 1,
    });
    const changes = [];
    let keepAlives = 0;
    subscription.on("keepalive", () => keepAlives++);
    const filter = deadband
      ? new opcua.DataChangeFilter({ trigger: opcua.DataChangeTrigger.StatusValue, deadbandType: opcua.DeadbandType.Absolute, deadbandValue: deadband })
      : undefined;
    const group = await subscription.monitorItems(
      nodes.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })),
      { samplingInterval: sampling, discardOldest: true, queueSize: queue, filter },
      TimestampsToReturn.Both,
    );
    group.on("changed", (item, dataValue) => changes.push({ node: item.itemToMonitor.nodeId.toString(), ...shown(dataValue) }));
    const items = group.monitoredItems.map((item) => ({ status: item.statusCode?.value ?? 0, sampling: item.result?.revisedSamplingInterval, queue: item.result?.revisedQueueSize }));
    await delay(duration);
    const revised = { publishing: subscription.publishingInterval, lifetime: subscription.lifetimeCount, keepAlive: subscription.maxKeepAliveCount };
    await subscription.terminate();
    return { changes, keepAlives, items, revised };
  },
};

async function leave() {
  await session.close().catch(() => {});
  await client.disconnect().catch(() => {});
  rmSync(pki, { recursive: true, force: true });
  process.exit(0);
}

report({ command: "connect", ok: true, namespaces: await session.readNamespaceArray() });
for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...parameters } = JSON.parse(line);
  if (command === "exit") break;
  try {
    report({ command, ok: true, ...(await commands[command](parameters)) });
  } catch (error) {
    report({ command, ok: false, error: error.message });
  }
}
await leave();
