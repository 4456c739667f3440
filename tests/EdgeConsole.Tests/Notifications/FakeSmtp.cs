using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Notifications;

/// <summary>A mail server as plain as RFC 5321 allows. What it took is the envelope's recipients in one line, then the message.</summary>
internal sealed class FakeSmtp : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<string> _mails = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public FakeSmtp()
    {
        _listener.Start();
        _loop = Task.Run(RunAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The only user and password that it lets in.</summary>
    public const string User = "console", Password = "word";

    /// <summary>Whether it takes no recipient.</summary>
    public volatile bool Refuses;

    public async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            return await _mails.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("No mail came.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 fake ready");
        var recipients = new List<string>();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var verb = line.Split(' ')[0].ToUpperInvariant();
            if (verb == "RCPT" && Refuses)
            {
                await writer.WriteLineAsync("552 mailbox is full");
                continue;
            }

            if (verb == "EHLO")
            {
                await writer.WriteLineAsync("250-fake");
                await writer.WriteLineAsync("250 AUTH PLAIN");
                continue;
            }

            if (verb == "AUTH")
            {
                var given = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Split('\0');
                await writer.WriteLineAsync(given is [_, User, Password] ? "235 come in" : "535 wrong user or password");
                continue;
            }

            if (verb == "RCPT")
                recipients.Add(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var message = new StringBuilder(string.Join(' ', recipients)).Append('\n');
                while (await reader.ReadLineAsync(_stop.Token) is { } part && part != ".")
                    message.Append(part.StartsWith("..", StringComparison.Ordinal) ? part[1..] : part).Append("\r\n");
                _mails.Writer.TryWrite(message.ToString());
            }

            await writer.WriteLineAsync(verb == "QUIT" ? "221 bye" : "250 ok");
            if (verb == "QUIT")
                return;
        }
    }
}
