using System.CommandLine;
using Jinan.IndustryBrain.Cli.OpcUa.Bench;
using Jinan.IndustryBrain.Cli.OpcUa.Browsing;
using Jinan.IndustryBrain.Cli.OpcUa.Checking;
using Jinan.IndustryBrain.Cli.OpcUa.Exporting;
using Jinan.IndustryBrain.Cli.OpcUa.Trust;
using Jinan.IndustryBrain.Cli.OpcUa.Values;

namespace Jinan.IndustryBrain.Cli.OpcUa;

/// <summary><c>brain opcua</c>: looks at OPC UA servers and prepares their connection. It needs no running brain.</summary>
internal static class OpcUaCommand
{
    public static Command Create() => new("opcua", "Looks at OPC UA servers, and makes and checks a factory.yaml.")
    {
        DiscoverCommand.Create(),
        BrowseCommand.Create(),
        ReadCommand.Create(),
        WatchCommand.Create(),
        WriteCommand.Create(),
        HistoryCommand.Create(),
        CallCommand.Create(),
        TrustCommand.Create(),
        ExportCommand.Create(),
        CheckCommand.Create(),
        BenchCommand.Create(),
    };
}
