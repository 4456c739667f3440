using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.Brain.Tests.Support;

/// <summary>The brain itself on a free port, with real tokens, a database of its own, and a clock that the test moves.</summary>
internal sealed class BrainHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;

    private BrainHost(WebApplication app, string folder, FakeTimeProvider time, AskedQueries queries, string address)
    {
        (_app, _folder, Time, Queries) = (app, folder, time, queries);
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public FakeTimeProvider Time { get; }

    /// <summary>What its database was asked.</summary>
    public AskedQueries Queries { get; }

    public HttpClient Http { get; }

    public string Folder => _folder;

    public FigurePublisher Publisher => _app.Services.GetRequiredService<FigurePublisher>();

    public static async Task<BrainHost> StartAsync(TestIssuer issuer, string? folder = null, params string[] options)
    {
        folder ??= Directory.CreateTempSubdirectory("brain-").FullName;
        var address = $"http://127.0.0.1:{FreePort.Next()}";

        // Tokens are checked against the machine's own clock, so the test's clock starts there.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var queries = new AskedQueries();
        var app = BrainApplication.Build(
        [
            "--environment=Development", $"--urls={address}", $"--Brain:DataFolder={folder}",
            $"--Brain:Registry={RepositoryRoot.File("apphost", "demo", "plant.json")}", .. issuer.KeycloakArguments, .. options,
        ],
        services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time))
            .ConfigureDbContext<BrainContext>(database => database.AddInterceptors(queries)));
        await app.StartAsync();
        return new BrainHost(app, folder, time, queries, address);
    }

    public async Task<HttpResponseMessage> PostAsync(string factory, string token, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/factories/{factory}/insights");
        request.Headers.Authorization = TestIssuer.Bearer(token);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Http.SendAsync(request);
    }

    public async Task<JsonElement> PostedAsync(string factory, string token, string json)
    {
        using var answer = await PostAsync(factory, token, json);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = TestIssuer.Bearer(token);
        return await Http.SendAsync(request);
    }

    public async Task<JsonElement> ReadAsync(string path, string token)
    {
        using var answer = await GetAsync(path, token);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>With a JSON body, or none, and the revision that a change of a task names.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, string? json = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = TestIssuer.Bearer(token);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return await Http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> SendFileAsync(string path, string token, byte[] file, string type = "application/octet-stream")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = TestIssuer.Bearer(token);
        request.Content = new ByteArrayContent(file);
        request.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(type);
        return await Http.SendAsync(request);
    }

    public T Service<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task StopAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
