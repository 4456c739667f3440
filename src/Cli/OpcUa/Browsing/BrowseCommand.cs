using System.CommandLine;
using System.Globalization;
using System.Text;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.OpcUa.Values;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.FactoryFile.Writing;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Browsing;

/// <summary><c>brain opcua browse</c>: the tree of a server's nodes, as text, JSON lines or CSV.</summary>
internal static class BrowseCommand
{
    private const int ProgressEvery = 500;
    private const int DepthShown = 3;

    public static Command Create()
    {
        var url = ServerArguments.Url();
        var node = new Argument<string?>("node") { Description = "Where to begin (default: Objects)", Arity = ArgumentArity.ZeroOrOne };
        var depth = new Option<int?>("--depth") { Description = $"Levels below the start (default {DepthShown}; all with --search or --csv)", HelpName = "levels" };
        var search = new Option<string?>("--search") { Description = "Only nodes whose path or id contains this text", HelpName = "text" };
        var csv = new Option<string?>("--csv") { Description = "Write the variables into this file, for a spreadsheet and for export", HelpName = "file" };
        var types = new Option<bool>("--types") { Description = "Show data type, access and unit of variables" };
        var limit = new Option<int>("--limit") { Description = "End after so many nodes", HelpName = "nodes", DefaultValueFactory = _ => 100_000 };
        var command = new Command("browse", "Shows the tree of a server's nodes, searches it, or writes it into a CSV file.") { url, node, depth, search, csv, types, limit };
        var access = ServerArguments.AddTo(command);
        command.SetAction((parsed, cancellation) => ServerFailures.ReportedAsync(async () =>
        {
            var (file, text) = (parsed.GetValue(csv), parsed.GetValue(search));
            var start = NodeArgument.Parse(parsed.GetValue(node) ?? "i=85");
            await using var server = await ServerConnection.OpenAsync(access.Read(parsed, parsed.GetValue(url)!), cancellation);
            var isJson = parsed.GetValue(CommonOptions.Json);
            var walk = new NodeWalk(server)
            {
                MaxDepth = parsed.GetValue(depth) ?? (text is null && file is null ? DepthShown : int.MaxValue),
                MaxNodes = Math.Max(1, parsed.GetValue(limit)),
                WithDetails = parsed.GetValue(types) || file is not null || isJson,
                WithServerObject = parsed.GetValue(node) is not null,
            };
            var nodes = Matching(walk.FromAsync(server.Resolve(start), cancellation), text);
            var names = new DataTypeNames(server.Client);
            if (file is not null)
                await WriteCsvAsync(file, nodes, server, names, cancellation);
            else if (isJson)
                await WriteJsonAsync(nodes, server, names, cancellation);
            else
                await WriteTreeAsync(nodes, server, names, isFlat: text is not null, cancellation);
            if (walk.WasCut)
                await Console.Error.WriteLineAsync($"There are more nodes: this stopped at {parsed.GetValue(limit):N0}. Begin deeper, or raise --limit.");
            return 0;
        }));
        return command;
    }

    private static async IAsyncEnumerable<BrowsedNode> Matching(IAsyncEnumerable<BrowsedNode> nodes, string? text)
    {
        var seen = 0;
        await foreach (var node in nodes)
        {
            if (++seen % ProgressEvery == 0 && !Console.IsErrorRedirected)
                await Console.Error.WriteAsync($"\r{seen:N0} nodes ");
            if (text is null || node.Path.Contains(text, StringComparison.OrdinalIgnoreCase) || node.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                || node.Id.ToString().Contains(text, StringComparison.OrdinalIgnoreCase))
                yield return node;
        }

        if (seen >= ProgressEvery && !Console.IsErrorRedirected)
            await Console.Error.WriteAsync("\r                    \r");
    }

    private static async Task WriteTreeAsync(
        IAsyncEnumerable<BrowsedNode> nodes, ServerConnection server, DataTypeNames names, bool isFlat, CancellationToken cancellation)
    {
        var found = 0;
        await foreach (var node in nodes)
        {
            found++;
            var line = new StringBuilder(isFlat ? node.Path : new string(' ', node.Depth * 2) + node.Name);
            line.Append("  ").Append(server.Expand(node.Id));
            if (node.Class == NodeClass.Method)
                line.Append("  method");
            if (node.Details is { } details)
                line.Append("  ").Append(await TypeAsync(details, names, cancellation)).Append("  ").Append(details.AccessText).Append(details.Unit.Length > 0 ? "  " + details.Unit : "");
            Console.WriteLine(line);
        }

        if (found == 0)
            Console.WriteLine("Nothing was found.");
    }

    private static async Task WriteJsonAsync(IAsyncEnumerable<BrowsedNode> nodes, ServerConnection server, DataTypeNames names, CancellationToken cancellation)
    {
        await foreach (var node in nodes)
        {
            JsonLines.Write(new
            {
                node = server.Expand(node.Id).ToString(),
                path = node.Path,
                name = node.Name,
                @class = node.Class,
                depth = node.Depth,
                dataType = node.Details is { } details ? await names.NameOfAsync(details.DataType, cancellation) : null,
                valueRank = node.Details?.ValueRank,
                access = node.Details?.AccessText,
                unit = node.Details?.Unit,
            });
        }
    }

    private static async Task WriteCsvAsync(
        string file, IAsyncEnumerable<BrowsedNode> nodes, ServerConnection server, DataTypeNames names, CancellationToken cancellation)
    {
        var rows = 0;
        try
        {
            await using var writer = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            await writer.WriteLineAsync(Csv.Line("node", "path", "dataType", "valueRank", "access", "unit", "type"));
            await foreach (var node in nodes)
            {
                if (node.Details is not { } details || node.IsProperty)
                    continue;
                rows++;
                await writer.WriteLineAsync(Csv.Line(
                    server.Expand(node.Id).ToString(), node.Path, await names.NameOfAsync(details.DataType, cancellation),
                    details.ValueRank.ToString(CultureInfo.InvariantCulture), details.AccessText, details.Unit,
                    SignalTypes.For(await names.BuiltInOfAsync(details.DataType, cancellation), details.ValueRank) is { } type ? SignalTypes.Word(type) : ""));
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandException($"{file} cannot be written: {e.Message}");
        }

        Console.WriteLine($"{file}: {rows:N0} variables");
    }

    private static async ValueTask<string> TypeAsync(VariableDetails details, DataTypeNames names, CancellationToken cancellation) =>
        await names.NameOfAsync(details.DataType, cancellation) + (details.ValueRank >= 1 ? string.Concat(Enumerable.Repeat("[]", details.ValueRank)) : "");
}
