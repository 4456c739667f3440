using Jinan.IndustryBrain.AppHost.Manifest;

namespace Jinan.IndustryBrain.AppHost.Tests.Manifest;

public sealed class ExpressionResolverTests
{
    private const string Manifest = """
        { "resources": {
            "web": { "type": "project.v1", "path": "web.csproj", "bindings": { "http": { "scheme": "http", "transport": "http" } } },
            "user": { "type": "parameter.v0", "value": "{user.inputs.value}", "inputs": { "value": { "type": "string" } } },
            "db": { "type": "value.v0", "connectionString": "Host={web.bindings.http.host};User={user.value}" },
            "round": { "type": "value.v0", "connectionString": "{round.connectionString}" }
        } }
        """;

    private static readonly ExpressionResolver Resolver = new(
        ManifestReader.Read(Manifest, "/"), (_, _) => 8123, parameter => "value-of-" + parameter.Name);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{web.bindings.http.url}/x", "http://127.0.0.1:8123/x")]
    [InlineData("{web.bindings.http.host}:{web.bindings.http.port}", "127.0.0.1:8123")]
    [InlineData("{web.bindings.http.scheme}-{web.bindings.http.targetPort}", "http-8123")]
    [InlineData("{user.value}+{user.inputs.value}", "value-of-user+value-of-user")]
    [InlineData("{db.connectionString}", "Host=127.0.0.1;User=value-of-user")]
    [InlineData("{{not an expression}}", "{not an expression}")]
    public void Resolve_Expression_IsReplaced(string text, string expected) => Assert.Equal(expected, Resolver.Resolve(text));

    [Theory]
    [InlineData("{nobody.value}", "not among the resources")]
    [InlineData("{web.bindings.https.url}", "does not have")]
    [InlineData("{web.bindings.http.colour}", "url, host, port")]
    [InlineData("{user.connectionString}", "does not have")]
    [InlineData("{open", "does not close it")]
    [InlineData("{round.connectionString}", "in a circle")]
    public void Resolve_WrongExpression_SaysWhatIsWrong(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ManifestException>(() => Resolver.Resolve(text)).Message);

    [Fact]
    public void References_Text_NamesEachResource() =>
        Assert.Equal(["web", "user"], ExpressionResolver.References("a {web.bindings.http.url} {{no}} {user.value}"));
}
