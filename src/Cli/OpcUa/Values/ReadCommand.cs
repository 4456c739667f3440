using System.CommandLine;
using Jinan.IndustryBrain.Cli.OpcUa.Browsing;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Values;

/// <summary><c>brain opcua read</c>: values with quality and times. Exit code 2 when one of them is bad.</summary>
internal static class ReadCommand
{
    public static Command Create()
    {
        var url = ServerArguments.Url();
        var nodes = new Argument<string[]>("node") { Description = "Ids of the nodes", Arity = ArgumentArity.OneOrMore };
        var command = new Command("read", "Reads values, with their type, quality and times.") { url, nodes };
        var access = ServerArguments.AddTo(command);
        command.SetAction((parsed, cancellation) => ServerFailures.ReportedAsync(async () =>
        {
            var ids = NodeArgument.Parse(parsed.GetValue(nodes)!);
            await using var server = await ServerConnection.OpenAsync(access.Read(parsed, parsed.GetValue(url)!), cancellation);
            var values = await ReadAsync(server, ids, cancellation);
            var types = await TypesAsync(server, ids, values, cancellation);
            var structures = await StructuresAsync(server, values, cancellation);
            if (parsed.GetValue(CommonOptions.Json))
                WriteJson(ids, values, types, structures);
            else
                Write(ids, values, types, structures);
            return values.Any(value => value.StatusCode.IsBad) ? 2 : 0;
        }));
        return command;
    }

    // A namespace that the server does not have is the fault of one node, not of the others.
    private static async Task<DataValue[]> ReadAsync(ServerConnection server, IReadOnlyList<ExpandedNodeId> ids, CancellationToken cancellation)
    {
        var values = new DataValue[ids.Count];
        var known = new List<(int Index, NodeId Id)>();
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i].TryResolve(server.Client.NamespaceUris, out var id))
                known.Add((i, id));
            else
                values[i] = new DataValue(Variant.Null, StatusCodes.BadNodeIdUnknown);
        }

        var read = await server.ReadAsync([.. known.Select(pair => pair.Id)], AttributeIds.Value, cancellation);
        for (var i = 0; i < read.Length; i++)
            values[known[i].Index] = read[i];
        return values;
    }

    private static async Task<string[]> TypesAsync(
        ServerConnection server, IReadOnlyList<ExpandedNodeId> ids, DataValue[] values, CancellationToken cancellation)
    {
        var names = new DataTypeNames(server.Client);
        var types = new string[ids.Count];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = "";
            if (!ids[i].TryResolve(server.Client.NamespaceUris, out var id))
                continue;
            var read = await server.ReadAsync([id], AttributeIds.DataType, cancellation);
            types[i] = read[0].Value.ToObject() is NodeId type ? await names.NameOfAsync(type, cancellation) : "";
            if (values[i].Value.IsArray)
                types[i] += "[]";
        }

        return types;
    }

    private static async Task<DataTypeCatalog?> StructuresAsync(ServerConnection server, DataValue[] values, CancellationToken cancellation)
    {
        var encodings = values.Where(value => value.Value.Type == BuiltInType.ExtensionObject)
            .SelectMany(value => value.Value.IsArray ? (value.Value.Elements as ExtensionObject[] ?? []) : [value.Value.AsExtensionObject()])
            .Select(structure => structure.TypeId).Distinct().ToList();
        return encodings.Count == 0 ? null : await server.Client.LoadEncodingsAsync(encodings, cancellation);
    }

    private static void Write(IReadOnlyList<ExpandedNodeId> ids, DataValue[] values, string[] types, DataTypeCatalog? structures)
    {
        Terminal.WriteTable(
            ["node", "value", "type", "quality", "source time", "server time"],
            [
                .. values.Select((value, i) => (IReadOnlyList<string>)
                [
                    ids[i].ToString(), value.StatusCode.IsBad ? "-" : ValueText.Show(value.Value, structures), types[i], ValueText.Quality(value.StatusCode),
                    ValueText.Time(value.SourceTimestamp), ValueText.Time(value.ServerTimestamp),
                ]),
            ],
            (row, column) => column != 3 ? null : values[row].StatusCode.IsGood ? "green" : values[row].StatusCode.IsBad ? "red" : "yellow");
        foreach (var status in values.Select(value => value.StatusCode).Where(status => status.IsBad).Distinct())
            Console.Error.WriteLine(ServerFailures.Line(status));
    }

    private static void WriteJson(IReadOnlyList<ExpandedNodeId> ids, DataValue[] values, string[] types, DataTypeCatalog? structures)
    {
        for (var i = 0; i < values.Length; i++)
        {
            JsonLines.Write(new
            {
                node = ids[i].ToString(),
                value = ValueText.Json(values[i].Value, structures),
                type = types[i],
                status = values[i].StatusCode.ToString(),
                good = values[i].StatusCode.IsGood,
                sourceTime = ValueText.JsonTime(values[i].SourceTimestamp),
                serverTime = ValueText.JsonTime(values[i].ServerTimestamp),
            });
        }
    }
}
