"""LangGraph with Signalbox: the release says prompt and model, every span of the graph says the release. See README.md."""
import os
import sys

from langchain_core.messages import HumanMessage, SystemMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition

import signalbox

client = signalbox.connect()
question = sys.argv[1] if len(sys.argv) > 1 else "Where is my order?"


@tool
def look_up_order() -> str:
    """Says where the order is."""
    with run.tool("look_up_order"):
        return "shipped yesterday"


def ask_model(state: MessagesState):
    model = run.release.manifest["model"]
    chat = ChatOpenAI(model=model["name"]).bind_tools([look_up_order])
    with run.model(model["name"], provider=model["provider"]) as call:
        said = chat.invoke(state["messages"])
        usage = said.usage_metadata or {}
        call.usage(input=usage.get("input_tokens"), output=usage.get("output_tokens"))
        call.response(model=said.response_metadata.get("model_name"), finish_reason=said.response_metadata.get("finish_reason"))
    return {"messages": [said]}


graph = StateGraph(MessagesState)
graph.add_node("model", ask_model)
graph.add_node("tools", ToolNode([look_up_order]))
graph.add_edge(START, "model")
graph.add_conditional_edges("model", tools_condition)
graph.add_edge("tools", "model")

with client.run(conversation="example-langgraph-python", user="ada") as run:
    system = run.prompt("system", {"name": "customers of Acme"}).text
    end = graph.compile().invoke({"messages": [SystemMessage(system), HumanMessage(question)]})
    run.outcome("completed")

print(end["messages"][-1].content)
client.close()
