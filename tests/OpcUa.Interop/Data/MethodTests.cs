using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Data;

/// <summary>Method calls: arguments and outputs, arrays, wrong and missing arguments, a method that fails.</summary>
public sealed class MethodTests(RichServer rich, OurRichServer our)
{
    [Fact]
    public async Task OurClient_CallsNodesMethods()
    {
        await rich.StartedAsync();
        await using var connection = await rich.ConnectAsync();
        var methods = connection.Plant("Methods");

        var signature = await connection.ReadMethodAsync(connection.Plant("Echo"));
        var echoed = await connection.CallAsync(methods, connection.Plant("Echo"), [new[] { 1.5, 2.5 }, "回声"]);
        var failed = await connection.CallAsync(methods, connection.Plant("Fail"), []);
        var missing = await connection.CallAsync(methods, connection.Plant("Add"), [1.0]);
        var wrong = await connection.CallAsync(methods, connection.Plant("Add"), [1.0, "two"]);
        var unknown = await connection.CallAsync(methods, connection.Plant("Nothing"), []);

        Assert.Equal(["values", "text"], signature.Inputs.Select(argument => argument.Name));
        Assert.Equal(["values", "text", "length"], signature.Outputs.Select(argument => argument.Name));
        Assert.Equal(StatusCodes.Good, echoed.StatusCode);
        Assert.Equal([new[] { 1.5, 2.5 }, "回声", 2u], echoed.OutputArguments);
        Assert.Equal(StatusCodes.BadInvalidState, failed.StatusCode);
        Assert.Equal(StatusCodes.BadArgumentsMissing, missing.StatusCode);
        Assert.Equal(StatusCodes.BadInvalidArgument, wrong.StatusCode);
        Assert.Equal(StatusCodes.BadMethodInvalid, unknown.StatusCode);
    }

    [Fact]
    public async Task NodesClient_CallsOurMethods()
    {
        await our.StartedAsync();

        var sum = await CallAsync("Add", new { type = "Double", value = 1.5 }, new { type = "Double", value = 2.25 });
        var failed = await CallAsync("Fail");
        var missing = await CallAsync("Add", new { type = "Double", value = 1.5 });
        var wrong = await CallAsync("Add", new { type = "Double", value = 1.5 }, new { type = "String", value = "two" });

        Assert.Equal((StatusCodes.Good, 3.75), (sum.Status, sum.Outputs[0].GetDouble()));
        Assert.Equal(
            [StatusCodes.BadInvalidState, StatusCodes.BadArgumentsMissing, StatusCodes.BadInvalidArgument], [failed.Status, missing.Status, wrong.Status]);

        async Task<(StatusCode Status, List<System.Text.Json.JsonElement> Outputs)> CallAsync(string method, params object[] arguments)
        {
            var answer = await our.Client.CommandAsync(new { command = "call", @object = "ns=2;s=Machine", method = $"ns=2;s={method}", arguments });
            return (new StatusCode(answer.GetProperty("status").GetUInt32()), [.. answer.GetProperty("arguments").EnumerateArray()]);
        }
    }
}
