using System.Net;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests.Cockpit;

/// <summary>The pages of the bureau's work and their files, for who may see them and for who may not.</summary>
public sealed class WorkPageTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private static readonly string[] Pages =
        ["/warnings", "/warnings/auto-01/any", "/tasks", "/tasks/any", "/targets", "/targets/models", "/reports", "/reports/targets", "/audit"];

    private static readonly string[] Files = ["/reports/files/targets.xlsx", "/audit/views.csv", "/targets/template.csv"];

    private BrainHost _brain = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _brain = await BrainHost.StartAsync(fixture.Issuer);
        _visitor = new Visitor(_brain.Http.BaseAddress!);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _brain.DisposeAsync();
    }

    [Fact]
    public async Task Bureau_GetsEveryPageAndFile_AndEachLookIsInTheAudit()
    {
        await _visitor.SignInAsync("bureau");
        foreach (var path in Pages.Concat(Files))
        {
            using var answer = await _visitor.GetAsync(path, ("X-Forwarded-For", "203.0.113.9"));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        var audit = await _brain.ReadAsync("/api/v1/audit?viewer=bureau&take=100", await fixture.Issuer.BureauTokenAsync());
        var views = audit.EnumerateArray().Select(view => (
            view.GetProperty("subject").GetString()!, view.GetProperty("kind").GetString()!, view.GetProperty("address").GetString()!)).Reverse().ToList();
        Assert.Equal(Pages.Select(path => (path, "page", "203.0.113.9")).Concat(Files.Select(path => (path, "export", "203.0.113.9"))), views);
    }

    [Fact]
    public async Task FactoryUser_IsForbiddenEverywhere_AndTheAuditTellsThatHeTried()
    {
        await _visitor.SignInAsync("engineer-auto-01");
        foreach (var path in Pages.Concat(Files).Append("/reports/files/targets.pdf"))
        {
            using var answer = await _visitor.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, answer.StatusCode));
        }

        var audit = await _brain.ReadAsync("/api/v1/audit?viewer=engineer-auto-01&take=100", await fixture.Issuer.BureauTokenAsync());
        Assert.Equal(
            Pages.Concat(Files).Append("/reports/files/targets.pdf"),
            audit.EnumerateArray().Select(view => view.GetProperty("subject").GetString()!).Reverse());
        Assert.All(audit.EnumerateArray(), view => Assert.Equal(403, view.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Nobody_IsSentToTheIssuer()
    {
        foreach (var path in Pages.Concat(Files))
        {
            using var answer = await _visitor.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.Found), (path, answer.StatusCode));
        }
    }
}
