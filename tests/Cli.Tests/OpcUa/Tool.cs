using System.CommandLine;
using System.Text.Json;
using Jinan.IndustryBrain.Cli.OpcUa;

namespace Jinan.IndustryBrain.Cli.Tests.OpcUa;

/// <summary>Runs <c>brain opcua</c> in this process. The console is one for all: tests that use it are of the collection "console".</summary>
internal static class Tool
{
    public static Task<ToolResult> RunAsync(params string[] args) => RunAsync("", args);

    /// <param name="input">What is typed.</param>
    /// <param name="args">Behind <c>brain opcua</c>.</param>
    public static async Task<ToolResult> RunAsync(string input, string[] args)
    {
        var root = new RootCommand { CommonOptions.Json, OpcUaCommand.Create() };
        var (output, error, typed) = (Console.Out, Console.Error, Console.In);
        await using var written = new StringWriter();
        await using var complained = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(written));
        Console.SetError(TextWriter.Synchronized(complained));
        Console.SetIn(new StringReader(input));
        try
        {
            var code = await root.Parse(["opcua", .. args]).InvokeAsync();
            return new ToolResult(code, written.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
            Console.SetIn(typed);
        }
    }
}

internal sealed record ToolResult(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>One document a line.</summary>
    public IReadOnlyList<JsonElement> JsonLines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
