using System.CommandLine;
using Jinan.IndustryBrain.Cli.OpcUa.Browsing;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Values;

/// <summary>
/// <c>brain opcua write</c>: one value, in the type that the variable has. It shows what stands there and asks first: this
/// moves machines. Exit code 2 when the server refuses.
/// </summary>
internal static class WriteCommand
{
    public static Command Create()
    {
        var url = ServerArguments.Url();
        var node = new Argument<string>("node") { Description = "Id of the variable" };
        var value = new Argument<string>("value") { Description = "The value; elements of an array with commas: [1, 2, 3]" };
        var type = new Option<string?>("--type") { Description = "Type to write (default: the variable's)", HelpName = "type" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var command = new Command("write", "Writes a value, after showing the old one and asking.") { url, node, value, type, yes };
        var access = ServerArguments.AddTo(command);
        command.SetAction((parsed, cancellation) => ServerFailures.ReportedAsync(async () =>
        {
            var expanded = NodeArgument.Parse(parsed.GetValue(node)!);
            await using var server = await ServerConnection.OpenAsync(access.Read(parsed, parsed.GetValue(url)!), cancellation);
            var id = server.Resolve(expanded);
            var (builtIn, isArray, old) = await TargetAsync(server, id, parsed.GetValue(type), cancellation);
            var wanted = ValueText.Parse(parsed.GetValue(value)!, builtIn, isArray);
            if (!parsed.GetValue(yes) && !Confirms(expanded, old, wanted))
                throw new CommandException("Nothing was written. Answer y, or give --yes.");

            var status = (await server.Client.WriteAsync(
                [new WriteValue { NodeId = id, AttributeId = AttributeIds.Value, Value = new DataValue(wanted) }], cancellation))[0];
            if (parsed.GetValue(CommonOptions.Json))
                JsonLines.Write(new { node = expanded.ToString(), type = builtIn, old = ValueText.Json(old.Value), value = ValueText.Json(wanted), status = status.ToString(), written = !status.IsBad });
            else if (status.IsBad)
                Console.Error.WriteLine(ServerFailures.Line($"{expanded} was not written: {status}", status));
            else
                Console.WriteLine($"{expanded}: {ValueText.Show(old.Value)} -> {ValueText.Show(wanted)} ({builtIn}), {ValueText.Quality(status)}");
            return status.IsBad ? 2 : 0;
        }));
        return command;
    }

    private static bool Confirms(ExpandedNodeId node, DataValue old, Variant wanted)
    {
        Console.Error.Write($"{node} is {ValueText.Show(old.Value)} ({ValueText.Quality(old.StatusCode)}, {ValueText.Time(old.SourceTimestamp)}). Write {ValueText.Show(wanted)}? [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static async Task<(BuiltInType Type, bool IsArray, DataValue Old)> TargetAsync(
        ServerConnection server, NodeId id, string? type, CancellationToken cancellation)
    {
        uint[] attributes = [AttributeIds.Value, AttributeIds.DataType, AttributeIds.ValueRank];
        var read = await server.Client.ReadAsync(
            [.. attributes.Select(attribute => new ReadValueId { NodeId = id, AttributeId = attribute })], TimestampsToReturn.Both, cancellation);
        if (read[1].Value.ToObject() is not NodeId dataType)
            throw new OpcUaException(read[1].StatusCode, $"{server.Expand(id)} is no variable: {read[1].StatusCode}");
        var isArray = read[0].Value.IsNull ? read[2].Value.TryGetInt64(out var rank) && rank >= 1 : read[0].Value.IsArray;
        if (type is not null)
        {
            return Enum.TryParse<BuiltInType>(type, ignoreCase: true, out var given) && Enum.IsDefined(given)
                ? (given, isArray, read[0])
                : throw new CommandException($"--type: '{type}' is no type: use {string.Join(", ", Enum.GetNames<BuiltInType>().Skip(1).Take(15))}.");
        }

        var builtIn = await new DataTypeNames(server.Client).BuiltInOfAsync(dataType, cancellation);
        // A variable of any type tells by its value what it holds now.
        if (builtIn == BuiltInType.Variant && !read[0].Value.IsNull)
            builtIn = read[0].Value.Type;
        return builtIn == BuiltInType.Variant
            ? throw new CommandException($"{server.Expand(id)} takes values of any type: say which with --type.")
            : (builtIn, isArray, read[0]);
    }
}
