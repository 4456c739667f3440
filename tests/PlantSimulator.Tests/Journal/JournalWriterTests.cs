using Jinan.IndustryBrain.PlantSimulator.Journal;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Journal;

public sealed class JournalWriterTests : IDisposable
{
    private static readonly DateTime Time = new(2026, 11, 23, 1, 2, 3, 456, DateTimeKind.Utc);

    private readonly string _folder = Directory.CreateTempSubdirectory("plant-journal-").FullName;

    private string File => Path.Combine(_folder, "auto-01.csv");

    [Fact]
    public void Write_EachType_GivesALineThatReadsBack()
    {
        using (var journal = JournalWriter.Open(_folder, "auto-01"))
        {
            journal.Write("m/torque", Time, 0.1 + 0.2);
            journal.Write("m/program", Time.AddTicks(1), 7);
            journal.Write("m/wafer_id", Time, "晶圆-W0001");
        }

        Assert.Equal(
            [
                "signal,source_time_ns,value,status",
                "m/torque,1795395723456000000,0.30000000000000004,0",
                "m/program,1795395723456000100,7,0",
                "m/wafer_id,1795395723456000000,晶圆-W0001,0",
            ],
            System.IO.File.ReadAllLines(File));
    }

    [Fact]
    public void Write_MoreThanTheBuffer_LosesNothing()
    {
        using (var journal = JournalWriter.Open(_folder, "auto-01"))
        {
            for (var i = 0; i < 20_000; i++)
                journal.Write("auto-01-m1/torque", Time, (double)i);
        }

        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => $"{i}"), System.IO.File.ReadLines(File).Skip(1).Select(line => line.Split(',')[2]));
    }

    [Fact]
    public void Open_AfterACrashInALine_RemovesThatLineAndAppends()
    {
        using (var journal = JournalWriter.Open(_folder, "auto-01"))
            journal.Write("m/torque", Time, 1.5);
        System.IO.File.AppendAllText(File, "m/torque,17953");

        using (var journal = JournalWriter.Open(_folder, "auto-01"))
            journal.Write("m/torque", Time, 2.5);

        Assert.Equal(["1.5", "2.5"], System.IO.File.ReadLines(File).Skip(1).Select(line => line.Split(',')[2]));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
