using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.TestKit.Consoles;

/// <summary>
/// A page that is open in a console: a Blazor circuit over a compressed WebSocket, as blazor.web.js makes it. It confirms what is
/// rendered and answers calls to JavaScript with nothing; it keeps no document.
/// </summary>
internal sealed class OpenConsole : IAsyncDisposable
{
    // Microsoft.JSInterop.JSCallResultType.JSObjectReference
    private const int ObjectReference = 1;

    private readonly ConsoleVisit _visit;
    private readonly HubConnection _connection;
    private readonly HttpMessageInvoker _line;
    private readonly Lock _gate = new();
    private readonly List<double> _latencies = [];
    private string? _circuit;
    private string? _fault;
    private long _bytes;
    private int _batches;
    private DateTimeOffset? _newest;
    private DateTimeOffset? _newestBefore;
    private int _objects;

    private OpenConsole(ConsoleVisit visit, string page)
    {
        (_visit, Page) = (visit, page);
        _line = new HttpMessageInvoker(CountedLine.Handler(visit.Cookies, count => Interlocked.Add(ref _bytes, count)));
        var builder = new HubConnectionBuilder().WithUrl(new Uri(visit.Address, "/_blazor"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.WebSocketFactory = async (context, cancellation) =>
            {
                var socket = new ClientWebSocket();
                // Browsers offer it, and the console takes it.
                socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
                await socket.ConnectAsync(context.Uri, _line, cancellation);
                return socket;
            };
        });
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        _connection = builder.Build();
        _connection.On<long, byte[]>("JS.RenderBatch", ShowAsync);
        _connection.On<long, string, string, int, long, int>(
            "JS.BeginInvokeJS", (call, _, _, result, _, _) => AnswerAsync(call, result));
        _connection.On<string>("JS.Error", error => _fault = error);
        _connection.Closed += error =>
        {
            _fault ??= error?.Message;
            return Task.CompletedTask;
        };
    }

    public string Page { get; }

    /// <param name="visit">Signed in; it goes with the console.</param>
    /// <param name="page">Its path.</param>
    public static async Task<OpenConsole> OpenAsync(ConsoleVisit visit, string page)
    {
        var components = await visit.ComponentsAsync(page);
        var console = new OpenConsole(visit, page);
        try
        {
            await console._connection.StartAsync();
            console._circuit = await console._connection.InvokeAsync<string>(
                "StartCircuit", visit.Address.ToString(), new Uri(visit.Address, page).ToString(), "[]", "");
            var operations = JsonSerializer.Serialize(new
            {
                batchId = 1,
                operations = components.Select((marker, index) => new { type = "add", ssrComponentId = index + 1, marker }),
            });
            await console._connection.SendAsync("UpdateRootComponents", operations, "");
            return console;
        }
        catch
        {
            await console.DisposeAsync();
            throw;
        }
    }

    /// <summary>What happened since it was last asked.</summary>
    public ConsoleActivity Take()
    {
        lock (_gate)
        {
            var activity = new ConsoleActivity(
                Page, _batches, Interlocked.Exchange(ref _bytes, 0), _newest is not null, _newest != _newestBefore, [.. _latencies], _fault);
            _batches = 0;
            _newestBefore = _newest;
            _latencies.Clear();
            return activity;
        }
    }

    /// <summary>As a browser closes its page.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_circuit is not null && _connection.State == HubConnectionState.Connected)
            await _visit.SayGoodbyeAsync(_circuit);
        await _connection.DisposeAsync();
        _line.Dispose();
        _visit.Dispose();
    }

    private Task ShowAsync(long batch, byte[] content)
    {
        var newest = RenderedTimes.Newest(content);
        lock (_gate)
        {
            _batches++;
            if (newest is { } time && !(time <= _newest))
            {
                // The first has waited for the page to be opened.
                if (_newest is not null)
                    _latencies.Add((TimeProvider.System.GetUtcNow() - time).TotalMilliseconds);
                _newest = time;
            }
        }

        return _connection.SendAsync("OnRenderCompleted", batch, null);
    }

    private Task AnswerAsync(long call, int result)
    {
        if (call == 0)
            return Task.CompletedTask;
        var answer = result == ObjectReference ? $$"""{"__jsObjectId":{{Interlocked.Increment(ref _objects)}}}""" : "null";
        return _connection.SendAsync("EndInvokeJSFromDotNet", call, true, $"[{call},true,{answer}]");
    }
}

/// <param name="Page">Its path.</param>
/// <param name="Batches">How often something new was rendered.</param>
/// <param name="Bytes">That came over the line.</param>
/// <param name="HasTimes">The page names times of values.</param>
/// <param name="Moved">The newest of them is another than before.</param>
/// <param name="LatenciesMs">From a newer time to the batch that brought it.</param>
/// <param name="Fault">Why it is closed or broken; null where it is not.</param>
internal sealed record ConsoleActivity(
    string Page, int Batches, long Bytes, bool HasTimes, bool Moved, IReadOnlyList<double> LatenciesMs, string? Fault);
