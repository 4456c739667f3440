using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Call (OPC 10000-4, 5.12).</summary>
internal sealed class MethodService(AddressSpace space, ServerLimits limits)
{
    public CallResponse Call(CallRequest request)
    {
        Operations.Check(request.MethodsToCall.Length, limits);
        return new CallResponse { Results = Array.ConvertAll(request.MethodsToCall, Call) };
    }

    private CallMethodResult Call(CallMethodRequest request)
    {
        if (!space.TryFind(request.ObjectId, out var owner))
            return new CallMethodResult { StatusCode = StatusCodes.BadNodeIdUnknown };
        if (!space.TryFind(request.MethodId, out var node) || node is not MethodNode method || !IsComponent(owner, method))
            return new CallMethodResult { StatusCode = StatusCodes.BadMethodInvalid };
        var given = request.InputArguments;
        if (given.Length < method.Inputs.Count)
            return new CallMethodResult { StatusCode = StatusCodes.BadArgumentsMissing };
        if (given.Length > method.Inputs.Count)
            return new CallMethodResult { StatusCode = StatusCodes.BadTooManyArguments };

        var results = new StatusCode[given.Length];
        for (var i = 0; i < given.Length; i++)
            results[i] = given[i].Type == method.Inputs[i].Type && !given[i].IsArray ? StatusCodes.Good : StatusCodes.BadTypeMismatch;
        if (Array.Exists(results, status => status.IsBad))
            return new CallMethodResult { StatusCode = StatusCodes.BadInvalidArgument, InputArgumentResults = results };

        var outcome = method.Handler(given);
        return new CallMethodResult
        {
            StatusCode = outcome.Status,
            InputArgumentResults = results,
            OutputArguments = outcome.Status.IsBad ? [] : outcome.Outputs,
        };
    }

    private static bool IsComponent(Node owner, MethodNode method)
    {
        foreach (var reference in owner.References)
        {
            if (reference.IsForward && reference.TypeId == ReferenceTypeIds.HasComponent && reference.TargetId == method.Id)
                return true;
        }

        return false;
    }
}
