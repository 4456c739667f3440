using System.CommandLine;
using Argument = Jinan.IndustryBrain.OpcUa.Services.Argument;
using Jinan.IndustryBrain.Cli.OpcUa.Browsing;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Values;

/// <summary><c>brain opcua call</c>: calls a method with arguments in the types that it declares. Asks first. Exit code 2 when it is refused.</summary>
internal static class CallCommand
{
    private const string InputsName = "InputArguments";
    private const string OutputsName = "OutputArguments";

    public static Command Create()
    {
        var url = ServerArguments.Url();
        var target = new Argument<string>("object") { Description = "Id of the object that the method belongs to" };
        var method = new Argument<string>("method") { Description = "Id of the method, or its name below the object" };
        var inputs = new Argument<string[]>("argument") { Description = "Input arguments", Arity = ArgumentArity.ZeroOrMore };
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var command = new Command("call", "Calls a method, after showing what it takes and asking.") { url, target, method, inputs, yes };
        var access = ServerArguments.AddTo(command);
        command.SetAction((parsed, cancellation) => ServerFailures.ReportedAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(access.Read(parsed, parsed.GetValue(url)!), cancellation);
            var objectId = server.Resolve(NodeArgument.Parse(parsed.GetValue(target)!));
            var methodId = await MethodAsync(server, objectId, parsed.GetValue(method)!, cancellation);
            var declared = await ArgumentsAsync(server, methodId, InputsName, cancellation);
            var given = parsed.GetValue(inputs)!;
            if (given.Length != declared.Count)
                throw new CommandException($"The method takes {declared.Count} arguments ({Describe(declared)}), not {given.Length}.");
            var types = new DataTypeNames(server.Client);
            var values = new Variant[given.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = ValueText.Parse(given[i], await types.BuiltInOfAsync(declared[i].DataType, cancellation), declared[i].ValueRank >= 1);

            if (!parsed.GetValue(yes) && !Confirms(server.Expand(methodId), declared, values))
                throw new CommandException("Nothing was called. Answer y, or give --yes.");
            var result = (await server.Client.CallAsync(
                [new CallMethodRequest { ObjectId = objectId, MethodId = methodId, InputArguments = values }], cancellation))[0];
            var outputs = await ArgumentsAsync(server, methodId, OutputsName, cancellation);
            Write(parsed.GetValue(CommonOptions.Json), result, outputs);
            return result.StatusCode.IsBad ? 2 : 0;
        }));
        return command;
    }

    private static bool Confirms(ExpandedNodeId method, IReadOnlyList<Argument> declared, Variant[] values)
    {
        Console.Error.Write($"Call {method} with {(values.Length == 0 ? "nothing" : string.Join(", ", values.Select((value, i) => $"{declared[i].Name} = {ValueText.Show(value)}")))}? [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static void Write(bool json, CallMethodResult result, IReadOnlyList<Argument> outputs)
    {
        string NameOf(int i) => i < outputs.Count && outputs[i].Name is { } name ? name : $"output {i}";
        if (json)
        {
            JsonLines.Write(new
            {
                status = result.StatusCode.ToString(),
                outputs = result.OutputArguments.Select((value, i) => new { name = NameOf(i), value = ValueText.Json(value) }),
                argumentStatus = result.InputArgumentResults.Select(status => status.ToString()),
            });
            return;
        }

        if (result.StatusCode.IsBad)
        {
            Console.Error.WriteLine(ServerFailures.Line($"The method was refused: {result.StatusCode}", result.StatusCode));
            foreach (var (status, i) in result.InputArgumentResults.Select((status, i) => (status, i)).Where(pair => pair.status.IsBad))
                Console.Error.WriteLine($"  argument {i}: {status}");
            return;
        }

        Console.WriteLine(result.StatusCode);
        for (var i = 0; i < result.OutputArguments.Length; i++)
            Console.WriteLine($"{NameOf(i)} = {ValueText.Show(result.OutputArguments[i])}");
    }

    private static async Task<NodeId> MethodAsync(ServerConnection server, NodeId objectId, string text, CancellationToken cancellation)
    {
        if (ExpandedNodeId.TryParse(text, out var id))
            return server.Resolve(id);
        var found = (await ChildrenAsync(server, objectId, cancellation)).FirstOrDefault(child => child.NodeClass == NodeClass.Method && child.BrowseName.Name == text)
            ?? throw new CommandException($"{server.Expand(objectId)} has no method '{text}': find it with 'brain opcua browse'.");
        return server.Resolve(found.NodeId);
    }

    private static async Task<IReadOnlyList<Argument>> ArgumentsAsync(ServerConnection server, NodeId method, string name, CancellationToken cancellation)
    {
        var property = (await ChildrenAsync(server, method, cancellation)).FirstOrDefault(child => child.BrowseName.Name == name);
        if (property is null)
            return [];
        var read = await server.ReadAsync([server.Resolve(property.NodeId)], AttributeIds.Value, cancellation);
        var arguments = new List<Argument>();
        foreach (var element in read[0].Value.Elements as ExtensionObject[] ?? [])
        {
            if (element.TryDecode<Argument>(out var argument))
                arguments.Add(argument!);
        }

        return arguments;
    }

    private static async Task<ReferenceDescription[]> ChildrenAsync(ServerConnection server, NodeId node, CancellationToken cancellation) =>
        (await server.Client.BrowseAsync(
            [
                new BrowseDescription
                {
                    NodeId = node,
                    ReferenceTypeId = ReferenceTypeIds.HierarchicalReferences,
                    IncludeSubtypes = true,
                    ResultMask = (uint)BrowseResultMask.All,
                },
            ],
            cancellationToken: cancellation))[0].References;

    private static string Describe(IReadOnlyList<Argument> arguments) =>
        arguments.Count == 0 ? "none" : string.Join(", ", arguments.Select(argument => argument.Name));
}
