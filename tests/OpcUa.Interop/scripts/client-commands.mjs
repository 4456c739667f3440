// Commands of client.mjs that ask once and answer: discovery, browse, read, write, call, history.
import { AttributeIds, BrowseDirection, DataType, makeBrowsePath, NodeId, Variant } from "node-opcua-client";
import { plain, variantOf } from "./plain.mjs";

export const shown = (dataValue) => ({
  status: dataValue.statusCode.value,
  type: dataValue.value ? DataType[dataValue.value.dataType] : null,
  value: plain(dataValue.value),
  source: dataValue.sourceTimestamp?.toISOString() ?? null,
  server: dataValue.serverTimestamp?.toISOString() ?? null,
});

export const basicCommands = (client, session) => ({
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
    const status = await session.write({ nodeId: node, attributeId: AttributeIds.Value, value: { value: variantOf(type, value) } });
    return { status: status.value };
  },

  async "write-structure"({ node, dataType, fields }) {
    const value = await session.constructExtensionObject(NodeId.resolveNodeId?.(dataType) ?? dataType, fields);
    const status = await session.write({ nodeId: node, attributeId: AttributeIds.Value, value: { value: new Variant({ dataType: DataType.ExtensionObject, value }) } });
    return { status: status.value };
  },

  async call({ object, method, arguments: given = [] }) {
    const result = await session.call({ objectId: object, methodId: method, inputArguments: given.map(({ type, value }) => variantOf(type, value)) });
    return { status: result.statusCode.value, arguments: (result.outputArguments ?? []).map(plain) };
  },

  async history({ node, from, to, limit = 0 }) {
    const values = [];
    let continuationPoint;
    let responses = 0;
    let status;
    do {
      const result = await session.readHistoryValue({ nodeId: node, continuationPoint }, new Date(from), new Date(to), { numValuesPerNode: limit, returnBounds: false });
      responses++;
      status = result.statusCode.value;
      values.push(...(result.historyData?.dataValues ?? []).map(shown));
      continuationPoint = result.continuationPoint?.length ? result.continuationPoint : undefined;
    } while (continuationPoint);
    return { status, responses, values };
  },
});
