using System.Globalization;
using Jinan.IndustryBrain.Collector.Connections;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>What variables are, and what they hold now. Thread-safe.</summary>
internal sealed class VariableReader(OpcUaConnection client) : IDisposable
{
    private const int LongestText = 200;

    private static readonly uint[] Attributes = [AttributeIds.DataType, AttributeIds.ValueRank, AttributeIds.UserAccessLevel];

    private readonly DataTypeNames _types = new(client);
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <param name="variables">The variables, and their units' properties; null id where there is none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<VariableFacts>> ReadAsync(IReadOnlyList<(NodeId Id, NodeId Unit)> variables, CancellationToken cancellationToken)
    {
        if (variables.Count == 0)
            return [];
        await _one.WaitAsync(cancellationToken);
        try
        {
            var read = await client.ReadAsync(
                [.. variables.SelectMany(variable => Attributes.Select(attribute => new ReadValueId { NodeId = variable.Id, AttributeId = attribute }))],
                TimestampsToReturn.Neither, cancellationToken);
            var units = await UnitsAsync([.. variables.Select(variable => variable.Unit)], cancellationToken);
            var facts = new VariableFacts[variables.Count];
            for (var i = 0; i < facts.Length; i++)
            {
                var type = read[i * 3].Value.ToObject() is NodeId id ? id : NodeId.Null;
                var rank = read[(i * 3) + 1].Value.TryGetInt64(out var number) ? (int)number : -1;
                var canRead = read[(i * 3) + 2].Value.TryGetInt64(out var access) && (access & 0x01) != 0;
                var builtIn = await _types.BuiltInOfAsync(type, cancellationToken);
                if (builtIn == BuiltInType.Variant && canRead && rank < 1)
                    (builtIn, rank) = await TypeOfValueAsync(variables[i].Id, cancellationToken);
                var name = await _types.NameOfAsync(type, cancellationToken) + string.Concat(Enumerable.Repeat("[]", Math.Max(0, rank)));
                facts[i] = new VariableFacts(name, SignalTypes.For(builtIn, rank) is { } column ? SignalTypes.Word(column) : null, units[i], canRead);
            }

            return facts;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The values as they are now, in the order of the nodes.</summary>
    public async Task<IReadOnlyList<ValueNow>> NowAsync(IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        var uris = client.NamespaceUris;
        var ids = nodes.Select(node => ExpandedNodeId.TryParse(node, out var expanded) && expanded.TryResolve(uris, out var id) ? id : NodeId.Null).ToArray();
        var read = await client.ReadAsync(
            [.. ids.Select(id => new ReadValueId { NodeId = id, AttributeId = AttributeIds.Value })], TimestampsToReturn.Both, cancellationToken);
        return [.. nodes.Select((node, i) => Now(node, read[i]))];
    }

    public void Dispose() => _one.Dispose();

    private static ValueNow Now(string node, DataValue value)
    {
        var (number, text) = value.Value switch
        {
            { IsNull: true } => (null, null),
            { IsArray: true } => (null, $"{value.Value.Type}[]"),
            { Type: BuiltInType.Boolean or BuiltInType.DateTime } => ((double?)null, value.Value.ToString()),
            _ when value.Value.TryGetDouble(out var figure) && double.IsFinite(figure) => (figure, null),
            { Type: BuiltInType.ExtensionObject } => (null, nameof(BuiltInType.ExtensionObject)),
            _ => (null, value.Value.ToString()),
        };
        return new ValueNow(
            node, number, text is { Length: > LongestText } ? text[..LongestText] + "…" : text, value.StatusCode.Code, value.StatusCode.ToString())
        {
            SourceTime = value.SourceTimestamp is { Year: > 1970 } at ? new DateTimeOffset(at, TimeSpan.Zero) : null,
            WhatToDo = value.StatusCode.IsBad ? Advice.On(value.StatusCode).Text : null,
            WhatToDoCode = value.StatusCode.IsBad ? Advice.On(value.StatusCode).Code : null,
        };
    }

    private async Task<(BuiltInType Type, int Rank)> TypeOfValueAsync(NodeId variable, CancellationToken cancellationToken)
    {
        var read = await client.ReadAsync(
            [new ReadValueId { NodeId = variable, AttributeId = AttributeIds.Value }], TimestampsToReturn.Neither, cancellationToken);
        return read[0].StatusCode.IsBad || read[0].Value.IsNull ? (BuiltInType.Variant, -1) : (read[0].Value.Type, read[0].Value.IsArray ? 1 : -1);
    }

    private async Task<string[]> UnitsAsync(NodeId[] properties, CancellationToken cancellationToken)
    {
        var units = new string[properties.Length];
        Array.Fill(units, "");
        var there = Enumerable.Range(0, properties.Length).Where(i => !properties[i].IsNull).ToArray();
        if (there.Length == 0)
            return units;
        var values = await client.ReadAsync(
            [.. there.Select(i => new ReadValueId { NodeId = properties[i], AttributeId = AttributeIds.Value })], TimestampsToReturn.Neither, cancellationToken);
        for (var v = 0; v < values.Length; v++)
        {
            if (values[v].Value is { Type: BuiltInType.ExtensionObject, IsArray: false } value
                && value.AsExtensionObject().TryDecode<EUInformation>(out var unit))
                units[there[v]] = unit!.DisplayName.Text ?? "";
        }

        return units;
    }
}
