using Grpc.Core;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Sidecar.Api;
using Jinan.IndustryBrain.Sidecar.Components;
using Jinan.IndustryBrain.Sidecar.PubSub;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.Sidecar.Tests.PubSub;

public sealed class DiskTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<Metrics>().BuildServiceProvider();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Publish_DiskRefuses_IsUnavailableWithTheReasonAndGoesOnByItself()
    {
        var disk = new RefusingStorage();
        var options = new PubSubOptions("pubsub", _folder.Data, new TopicScopes(new Dictionary<string, string>()));
        var log = await SegmentedLog.OpenAsync(new() { Directory = Path.Combine(_folder.Data, "t"), RetryInterval = TimeSpan.FromMilliseconds(50) }, disk);
        await using var topic = new Topic("t", log, options, _services.GetRequiredService<Metrics>());
        await PublishAsync(topic);

        disk.Refuses = true;
        var error = await Assert.ThrowsAsync<DaprApiException>(() => PublishAsync(topic));

        Assert.Equal(503, error.HttpStatus);
        Assert.Equal(StatusCode.Unavailable, error.GrpcStatus);
        Assert.Contains("No space left", error.Message);

        disk.Refuses = false;
        await Eventually.AssertAsync(
            async () =>
            {
                try
                {
                    await PublishAsync(topic);
                    return true;
                }
                catch (DaprApiException)
                {
                    return false;
                }
            }, "publishing works again");
        Assert.True(topic.DurableSequence >= 2);
    }

    private static async Task PublishAsync(Topic topic)
    {
        await topic.AppendAsync(new byte[10], CancellationToken.None);
        await topic.FlushAsync(CancellationToken.None);
    }

    /// <summary>The real files, on a disk that can be full.</summary>
    private sealed class RefusingStorage : ILogStorage
    {
        private static readonly FileLogStorage Real = FileLogStorage.Instance;

        public bool Refuses { get; set; }

        public void CreateDirectory(string path) => Real.CreateDirectory(path);

        public IDisposable LockDirectory(string path) => Real.LockDirectory(path);

        public IReadOnlyList<string> ListFiles(string directory) => Real.ListFiles(directory);

        public ILogFile Create(string path) => new File(this, Real.Create(path));

        public ILogFile Open(string path) => new File(this, Real.Open(path));

        public void Rename(string from, string to) => Real.Rename(from, to);

        public void Delete(string path) => Real.Delete(path);

        public void SyncDirectory(string directory) => Real.SyncDirectory(directory);

        private sealed class File(RefusingStorage storage, ILogFile real) : ILogFile
        {
            public long Length => real.Length;

            public int Read(long offset, Span<byte> buffer) => real.Read(offset, buffer);

            public void Write(long offset, ReadOnlySpan<byte> bytes)
            {
                if (storage.Refuses)
                    throw new IOException("No space left on device");
                real.Write(offset, bytes);
            }

            public void SetLength(long length) => real.SetLength(length);

            public void Sync() => real.Sync();

            public void Dispose() => real.Dispose();
        }
    }
}
