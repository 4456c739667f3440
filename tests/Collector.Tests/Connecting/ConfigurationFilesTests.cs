using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Collector.Tests.Connecting;

public sealed class ConfigurationFilesTests
{
    [Fact]
    public async Task Write_FromNothing_IsCollectedLive_AndALaterAdditionKeepsEveryLine()
    {
        await using var workshop = new Workshop();
        foreach (var name in new[] { "a", "b" })
            workshop.Add(name, new VariableSettings(BuiltInType.Double) { InitialValue = name == "a" ? 11.0 : 22.0 });
        workshop.Server.Start();
        await using var edge = await EmptyEdge.StartAsync();
        var session = await edge.OpenAsync(workshop.Server.EndPoint.Port);

        var draft = await DraftAsync("a");
        Assert.Empty(draft.GetProperty("faults").EnumerateArray());
        Assert.Equal("", draft.GetProperty("basedOn").GetString());
        await WriteAsync(draft);
        await edge.Sink.UntilAsync(rows => rows.Any(row => row.Number == 11), "the first value of a factory that was not there");

        var edited = (await File.ReadAllTextAsync(edge.PathOf("press-shop"))).Replace("schema: 1", "schema: 1   # by hand", StringComparison.Ordinal);
        await File.WriteAllTextAsync(edge.PathOf("press-shop"), edited);
        var refused = await edge.Http.PutAsJsonAsync("/connecting/configuration/press-shop", new { yaml = edited, basedOn = "" });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);

        var second = await DraftAsync("a", "b");
        Assert.Equal((1, 1), (second.GetProperty("added").GetInt32(), second.GetProperty("already").GetInt32()));
        Assert.Contains("# by hand", second.GetProperty("yaml").GetString(), StringComparison.Ordinal);
        await WriteAsync(second);
        await edge.Sink.UntilAsync(rows => rows.Any(row => row.Number == 22), "a value of the signal that was added");
        Assert.Equal(edited, await File.ReadAllTextAsync(edge.PathOf("press-shop", "factory.yaml.previous")));
        var connection = Assert.Single((await edge.Http.GetFromJsonAsync<JsonElement[]>("/connections"))!);
        Assert.Equal(2, connection.GetProperty("signals").GetInt32());

        Task<JsonElement> DraftAsync(params string[] names) => edge.PostAsync("/connecting/configuration/draft", new
        {
            factory = "press-shop", enterprise = "ent", sector = "auto", assetType = "press", session, publishingMs = 100,
            signals = names.Select(name => new { node = $"nsu={Workshop.Namespace};s={name}", path = $"Objects/Press/{name}", type = "double", samplingMs = 0 }),
        });

        Task<JsonElement> WriteAsync(JsonElement made) => edge.PutAsync("/connecting/configuration/press-shop", new
        {
            yaml = made.GetProperty("yaml").GetString(), basedOn = made.GetProperty("basedOn").GetString(), session,
        });
    }

    [Fact]
    public async Task Write_WithAPassword_KeepsItOutOfTheFile_InOneThatOthersCannotRead()
    {
        await using var workshop = new Workshop(options => options with { AllowAnonymous = false, ValidateUser = (name, password) => (name, password) == ("operator", "cherry-7") });
        workshop.Add("a", new VariableSettings(BuiltInType.Double) { InitialValue = 33.0 });
        workshop.Server.Start();
        await using var edge = await EmptyEdge.StartAsync();
        var wrong = await edge.RefusedAsync(422, "/connecting/sessions", new
        {
            url = EmptyEdge.UrlOf(workshop.Server.EndPoint.Port), factory = "press-shop", userName = "operator", password = "wrong",
        });
        Assert.DoesNotContain("wrong\"", wrong.GetRawText(), StringComparison.Ordinal);
        var session = await edge.OpenAsync(workshop.Server.EndPoint.Port, userName: "operator", password: "cherry-7");
        var draft = await edge.PostAsync("/connecting/configuration/draft", new
        {
            factory = "press-shop", enterprise = "ent", sector = "auto", session,
            signals = new[] { new { node = $"nsu={Workshop.Namespace};s=a", path = "Objects/a", type = "double", samplingMs = 100 } },
        });
        Assert.Empty(draft.GetProperty("faults").EnumerateArray());
        await edge.PutAsync("/connecting/configuration/press-shop", new { yaml = draft.GetProperty("yaml").GetString(), basedOn = "", session });
        await edge.Sink.UntilAsync(rows => rows.Any(row => row.Number == 33), "a value for a user with a password");

        var secret = edge.PathOf("press-shop", draft.GetProperty("passwordFile").GetString()!);
        Assert.Equal("cherry-7", await File.ReadAllTextAsync(secret));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secret));
        Assert.DoesNotContain("cherry-7", await File.ReadAllTextAsync(edge.PathOf("press-shop")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WithFaults_ChangesNothingAndTellsAllWithTheirLines()
    {
        await using var edge = await EmptyEdge.StartAsync();
        const string yaml = "schema: 1\nfactory: other\nenterprise: ent\nsector: ships\n";
        var check = await edge.PostAsync("/connecting/configuration/check", new { factory = "press-shop", yaml });
        var answer = await edge.Http.PutAsJsonAsync("/connecting/configuration/press-shop", new { yaml, basedOn = "" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var faults = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("faults").EnumerateArray()
            .Select(fault => (fault.GetProperty("line").GetInt32(), fault.GetProperty("path").GetString())).ToArray();
        Assert.Contains((2, "factory"), faults);
        Assert.Contains((4, "sector"), faults);
        Assert.Equal(faults.Length, check.GetProperty("faults").GetArrayLength());
        Assert.False(File.Exists(edge.PathOf("press-shop")));
        Assert.Equal(HttpStatusCode.BadRequest, (await edge.Http.PutAsJsonAsync("/connecting/configuration/..%2Fdata", new { yaml, basedOn = "" })).StatusCode);
    }
}
