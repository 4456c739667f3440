using System.Text;
using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Inference.Protocol;

/// <summary>The models of a capsule with their files. They travel through the pipe: what was verified is what runs, and nothing is
/// left on disk.</summary>
internal sealed record LoadRequest(IReadOnlyList<ModelToLoad> Models)
{
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Models.Count);
            foreach (var model in Models)
            {
                writer.Write((byte)model.Engine);
                writer.Write(model.Id);
                writer.Write(model.Input);
                writer.Write(model.Output);
                writer.Write(model.Features);
                writer.Write(model.File.Length);
                writer.Write(model.File.Span);
            }
        }

        return stream.ToArray();
    }

    public static LoadRequest Read(ReadOnlyMemory<byte> payload)
    {
        using var reader = new BinaryReader(new MemoryStream(payload.ToArray(), writable: false), Encoding.UTF8);
        var models = new ModelToLoad[reader.ReadInt32()];
        for (var i = 0; i < models.Length; i++)
            models[i] = new ModelToLoad(
                (ModelEngine)reader.ReadByte(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt32(),
                reader.ReadBytes(reader.ReadInt32()));
        return new LoadRequest(models);
    }
}

/// <param name="Features">Columns of the input.</param>
internal sealed record ModelToLoad(
    ModelEngine Engine, string Id, string Input, string Output, int Features, ReadOnlyMemory<byte> File);
