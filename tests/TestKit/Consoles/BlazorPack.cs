using Microsoft.AspNetCore.SignalR.Protocol;

namespace Jinan.IndustryBrain.TestKit.Consoles;

/// <summary>What a circuit speaks: SignalR's MessagePack protocol under a name of its own.</summary>
internal sealed class BlazorPack : MessagePackHubProtocol, IHubProtocol
{
    string IHubProtocol.Name => "blazorpack";
}
